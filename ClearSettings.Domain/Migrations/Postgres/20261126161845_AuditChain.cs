using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class AuditChain : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "audit_seals",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<long>(type: "bigint", nullable: false),
                    EventId = table.Column<Guid>(type: "uuid", nullable: false),
                    Hash = table.Column<byte[]>(type: "bytea", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_audit_seals", x => new { x.WorkspaceId, x.Number });
                });

            migrationBuilder.CreateIndex(
                name: "IX_audit_events_At",
                table: "audit_events",
                column: "At");

            migrationBuilder.CreateIndex(
                name: "IX_audit_seals_EventId",
                table: "audit_seals",
                column: "EventId",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "IX_audit_seals_SealedAt",
                table: "audit_seals",
                column: "SealedAt");

            // Entries are only ever added, whatever asks.
            migrationBuilder.Sql("""
                create function audit_is_kept() returns trigger language plpgsql as $$ begin raise exception 'the audit log is only ever added to'; end $$;
                create trigger audit_events_kept before update or delete on audit_events for each row execute function audit_is_kept();
                create trigger audit_seals_kept before update or delete on audit_seals for each row execute function audit_is_kept();
                create trigger audit_events_whole before truncate on audit_events for each statement execute function audit_is_kept();
                create trigger audit_seals_whole before truncate on audit_seals for each statement execute function audit_is_kept();
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger audit_events_kept on audit_events; drop trigger audit_events_whole on audit_events;");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.Sql("drop function audit_is_kept();");

            migrationBuilder.DropIndex(
                name: "IX_audit_events_At",
                table: "audit_events");
        }
    }
}
