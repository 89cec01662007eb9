using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class VaultTypes : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_vaults_UserId_WorkspaceId_Target",
                table: "vaults");

            migrationBuilder.AddColumn<string>(
                name: "Type",
                table: "vaults",
                type: "character varying(50)",
                maxLength: 50,
                nullable: false,
                defaultValue: "");

            migrationBuilder.CreateIndex(
                name: "IX_vaults_UserId_WorkspaceId_Target_Type",
                table: "vaults",
                columns: new[] { "UserId", "WorkspaceId", "Target", "Type" },
                unique: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_vaults_UserId_WorkspaceId_Target_Type",
                table: "vaults");

            migrationBuilder.DropColumn(
                name: "Type",
                table: "vaults");

            migrationBuilder.CreateIndex(
                name: "IX_vaults_UserId_WorkspaceId_Target",
                table: "vaults",
                columns: new[] { "UserId", "WorkspaceId", "Target" },
                unique: true);
        }
    }
}
