using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class VaultGroups : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "vault_groups",
                columns: table => new
                {
                    VaultId = table.Column<Guid>(type: "TEXT", nullable: false),
                    GroupId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_vault_groups", x => new { x.VaultId, x.GroupId });
                    table.ForeignKey(
                        name: "FK_vault_groups_groups_GroupId",
                        column: x => x.GroupId,
                        principalTable: "groups",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                    table.ForeignKey(
                        name: "FK_vault_groups_vaults_VaultId",
                        column: x => x.VaultId,
                        principalTable: "vaults",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_vault_groups_GroupId",
                table: "vault_groups",
                column: "GroupId");

            migrationBuilder.CreateIndex(
                name: "IX_vault_groups_WorkspaceId",
                table: "vault_groups",
                column: "WorkspaceId");

            migrationBuilder.Sql("""
                insert into "vault_groups" ("VaultId", "GroupId", "WorkspaceId")
                select "Id", "GroupId", "WorkspaceId" from "vaults" where "Scope" = 'Group' and "GroupId" is not null
                """);

            migrationBuilder.DropIndex(
                name: "IX_vaults_GroupId",
                table: "vaults");

            // The column stays, always null: without it the table would have to be rebuilt, which SQLite cannot do
            // within the transaction of a migration.
            migrationBuilder.Sql("""update "vaults" set "GroupId" = null where "GroupId" is not null""");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            // The oldest, which programs see that know of one.
            migrationBuilder.Sql("""
                update "vaults" set "GroupId" = (
                    select a."GroupId" from "vault_groups" a join "groups" g on g."Id" = a."GroupId"
                    where a."VaultId" = "vaults"."Id" order by g."CreatedAt", g."Id" limit 1)
                """);

            migrationBuilder.DropTable(
                name: "vault_groups");

            migrationBuilder.CreateIndex(
                name: "IX_vaults_GroupId",
                table: "vaults",
                column: "GroupId");
        }
    }
}
