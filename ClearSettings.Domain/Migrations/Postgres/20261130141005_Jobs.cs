using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class Jobs : Migration
    {
        // The outbox becomes the table of all jobs, so waiting emails stay, and so do those that limits count.
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(name: "IX_outgoing_mails_State_NextTryAt", table: "outgoing_mails");
            migrationBuilder.DropIndex(name: "IX_outgoing_mails_To_Kind_CreatedAt", table: "outgoing_mails");
            migrationBuilder.DropIndex(name: "IX_outgoing_mails_WorkspaceId_Kind_CreatedAt", table: "outgoing_mails");

            migrationBuilder.RenameTable(name: "outgoing_mails", newName: "jobs");

            migrationBuilder.Sql("""ALTER TABLE jobs RENAME CONSTRAINT "PK_outgoing_mails" TO "PK_jobs";""");

            migrationBuilder.RenameColumn(name: "Content", table: "jobs", newName: "Payload");
            migrationBuilder.RenameColumn(name: "NextTryAt", table: "jobs", newName: "DueAt");
            migrationBuilder.RenameColumn(name: "Tries", table: "jobs", newName: "Attempts");

            migrationBuilder.AddColumn<string>(
                name: "Type",
                table: "jobs",
                type: "character varying(60)",
                maxLength: 60,
                nullable: false,
                defaultValue: "email");

            migrationBuilder.AddColumn<string>(
                name: "DedupeKey",
                table: "jobs",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.Sql("""UPDATE jobs SET "State" = 'Done' WHERE "State" = 'Sent';""");

            migrationBuilder.CreateIndex(name: "IX_jobs_State_DueAt", table: "jobs", columns: new[] { "State", "DueAt" });

            migrationBuilder.CreateIndex(name: "IX_jobs_DedupeKey", table: "jobs", column: "DedupeKey", unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_jobs_To_Kind_CreatedAt",
                table: "jobs",
                columns: new[] { "To", "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_jobs_WorkspaceId_Kind_CreatedAt",
                table: "jobs",
                columns: new[] { "WorkspaceId", "Kind", "CreatedAt" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("""DELETE FROM jobs WHERE "Type" <> 'email';""");
            migrationBuilder.Sql("""UPDATE jobs SET "State" = 'Sent' WHERE "State" = 'Done';""");

            migrationBuilder.DropIndex(name: "IX_jobs_State_DueAt", table: "jobs");
            migrationBuilder.DropIndex(name: "IX_jobs_DedupeKey", table: "jobs");
            migrationBuilder.DropIndex(name: "IX_jobs_To_Kind_CreatedAt", table: "jobs");
            migrationBuilder.DropIndex(name: "IX_jobs_WorkspaceId_Kind_CreatedAt", table: "jobs");

            migrationBuilder.DropColumn(name: "Type", table: "jobs");
            migrationBuilder.DropColumn(name: "DedupeKey", table: "jobs");

            migrationBuilder.RenameColumn(name: "Payload", table: "jobs", newName: "Content");
            migrationBuilder.RenameColumn(name: "DueAt", table: "jobs", newName: "NextTryAt");
            migrationBuilder.RenameColumn(name: "Attempts", table: "jobs", newName: "Tries");

            migrationBuilder.RenameTable(name: "jobs", newName: "outgoing_mails");

            migrationBuilder.Sql("""ALTER TABLE outgoing_mails RENAME CONSTRAINT "PK_jobs" TO "PK_outgoing_mails";""");

            migrationBuilder.CreateIndex(
                name: "IX_outgoing_mails_State_NextTryAt",
                table: "outgoing_mails",
                columns: new[] { "State", "NextTryAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outgoing_mails_To_Kind_CreatedAt",
                table: "outgoing_mails",
                columns: new[] { "To", "Kind", "CreatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_outgoing_mails_WorkspaceId_Kind_CreatedAt",
                table: "outgoing_mails",
                columns: new[] { "WorkspaceId", "Kind", "CreatedAt" });
        }
    }
}
