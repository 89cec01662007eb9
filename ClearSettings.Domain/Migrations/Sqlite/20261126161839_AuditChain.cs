using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
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
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<long>(type: "INTEGER", nullable: false),
                    EventId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Hash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    SealedAt = table.Column<DateTime>(type: "TEXT", nullable: false)
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
                create trigger audit_events_unchanged before update on audit_events begin select raise(abort, 'the audit log is only ever added to'); end;
                create trigger audit_events_kept before delete on audit_events begin select raise(abort, 'the audit log is only ever added to'); end;
                create trigger audit_seals_unchanged before update on audit_seals begin select raise(abort, 'the audit log is only ever added to'); end;
                create trigger audit_seals_kept before delete on audit_seals begin select raise(abort, 'the audit log is only ever added to'); end;
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("drop trigger audit_events_unchanged; drop trigger audit_events_kept;");

            migrationBuilder.DropTable(
                name: "audit_seals");

            migrationBuilder.DropIndex(
                name: "IX_audit_events_At",
                table: "audit_events");
        }
    }
}
