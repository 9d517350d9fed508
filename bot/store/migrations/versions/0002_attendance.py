"""Who spoke in which session has a table, and every message fewer indexes

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "attendance",
        sa.Column("session_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("participant_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("answered", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_attendance_participant_id")),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_attendance_session_id")),
        sa.PrimaryKeyConstraint("session_id", "participant_id", name=op.f("pk_attendance")),
        sqlite_with_rowid=False,
    )
    op.execute(
        "INSERT INTO attendance (session_id, participant_id, answered) "
        "SELECT session_id, participant_id, max(CASE WHEN place = 'answer' THEN 1 ELSE 0 END) = 1 "
        "FROM message GROUP BY session_id, participant_id"
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index("ix_attendance_participant", ["participant_id"], unique=False)
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_session")
        batch_op.drop_index(batch_op.f("ix_message_question_id"))
        batch_op.drop_index("ix_message_participant")
        batch_op.drop_constraint(batch_op.f("fk_message_question_id"), type_="foreignkey")
        batch_op.create_index("ix_message_session", ["session_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index("ix_message_session")
        batch_op.create_foreign_key(batch_op.f("fk_message_question_id"), "question", ["question_id"], ["id"])
        batch_op.create_index("ix_message_session", ["session_id", "place"], unique=False)
        batch_op.create_index("ix_message_participant", ["participant_id", "session_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_message_question_id"), ["question_id"], unique=False)
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index("ix_attendance_participant")
    op.drop_table("attendance")
