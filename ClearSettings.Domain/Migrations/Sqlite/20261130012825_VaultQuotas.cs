using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class VaultQuotas : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "PrunedThrough",
                table: "vaults",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<long>(
                name: "StoredBytes",
                table: "vaults",
                type: "INTEGER",
                nullable: false,
                defaultValue: 0L);

            migrationBuilder.Sql("UPDATE vaults SET \"StoredBytes\" = (SELECT COALESCE(SUM(\"Bytes\"), 0) FROM vault_versions WHERE \"VaultId\" = vaults.\"Id\");");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "PrunedThrough",
                table: "vaults");

            migrationBuilder.DropColumn(
                name: "StoredBytes",
                table: "vaults");
        }
    }
}
