using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class FailedSignIns : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            // DropColumn would rebuild the table, which SQLite cannot do within the transaction of a migration.
            migrationBuilder.Sql("""alter table "users" drop column "LastFailureAt"; alter table "users" drop column "LockedUntil";""");

            migrationBuilder.CreateTable(
                name: "failed_sign_ins",
                columns: table => new
                {
                    AddressHash = table.Column<byte[]>(type: "BLOB", maxLength: 32, nullable: false),
                    Count = table.Column<int>(type: "INTEGER", nullable: false),
                    LastAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    LockedUntil = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_failed_sign_ins", x => x.AddressHash);
                });

            migrationBuilder.CreateIndex(
                name: "IX_failed_sign_ins_LastAt",
                table: "failed_sign_ins",
                column: "LastAt");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "failed_sign_ins");

            migrationBuilder.AddColumn<DateTime>(
                name: "LastFailureAt",
                table: "users",
                type: "TEXT",
                nullable: true);

            migrationBuilder.AddColumn<DateTime>(
                name: "LockedUntil",
                table: "users",
                type: "TEXT",
                nullable: true);
        }
    }
}
