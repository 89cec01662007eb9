using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
{
    /// <inheritdoc />
    public partial class AccessRules : Migration
    {
        // Until an administrator changes the rules, everyone can do what they could before.
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "GrantedPermissions",
                table: "service_accounts",
                type: "TEXT",
                maxLength: 200,
                nullable: false,
                defaultValueSql: "''");

            migrationBuilder.CreateTable(
                name: "access_rule_versions",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    WorkspaceVersion = table.Column<long>(type: "INTEGER", nullable: true),
                    At = table.Column<DateTime>(type: "TEXT", nullable: false),
                    ById = table.Column<Guid>(type: "TEXT", nullable: true),
                    ByName = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    Summary = table.Column<string>(type: "TEXT", maxLength: 200, nullable: false),
                    Note = table.Column<string>(type: "TEXT", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_rule_versions", x => new { x.WorkspaceId, x.Number });
                    table.ForeignKey(
                        name: "FK_access_rule_versions_workspaces_WorkspaceId",
                        column: x => x.WorkspaceId,
                        principalTable: "workspaces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "access_rules",
                columns: table => new
                {
                    Id = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    ResourceId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Level = table.Column<byte>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    UpdatedById = table.Column<Guid>(type: "TEXT", nullable: true),
                    UpdatedByName = table.Column<string>(type: "TEXT", maxLength: 300, nullable: false),
                    RowVersion = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_rules", x => x.Id);
                    table.ForeignKey(
                        name: "FK_access_rules_workspaces_WorkspaceId",
                        column: x => x.WorkspaceId,
                        principalTable: "workspaces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resource_catalogs",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    PurgedVersion = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resource_catalogs", x => x.WorkspaceId);
                    table.ForeignKey(
                        name: "FK_resource_catalogs_workspaces_WorkspaceId",
                        column: x => x.WorkspaceId,
                        principalTable: "workspaces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "resources",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Type = table.Column<int>(type: "INTEGER", nullable: false),
                    ResourceId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "TEXT", maxLength: 1000, nullable: false),
                    NameKey = table.Column<string>(type: "TEXT", maxLength: 500, nullable: false),
                    ParentId = table.Column<string>(type: "TEXT", maxLength: 100, nullable: true),
                    Version = table.Column<long>(type: "INTEGER", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "TEXT", nullable: false),
                    DeletedAt = table.Column<DateTime>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_resources", x => new { x.WorkspaceId, x.Type, x.ResourceId });
                    table.ForeignKey(
                        name: "FK_resources_workspaces_WorkspaceId",
                        column: x => x.WorkspaceId,
                        principalTable: "workspaces",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "access_rule_changes",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Number = table.Column<int>(type: "INTEGER", nullable: false),
                    RuleId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Before = table.Column<string>(type: "TEXT", nullable: true),
                    After = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_rule_changes", x => new { x.WorkspaceId, x.Number, x.RuleId });
                    table.ForeignKey(
                        name: "FK_access_rule_changes_access_rule_versions_WorkspaceId_Number",
                        columns: x => new { x.WorkspaceId, x.Number },
                        principalTable: "access_rule_versions",
                        principalColumns: new[] { "WorkspaceId", "Number" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "access_rule_assignees",
                columns: table => new
                {
                    RuleId = table.Column<Guid>(type: "TEXT", nullable: false),
                    AssigneeId = table.Column<Guid>(type: "TEXT", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "TEXT", nullable: false),
                    Kind = table.Column<int>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("PK_access_rule_assignees", x => new { x.RuleId, x.AssigneeId });
                    table.ForeignKey(
                        name: "FK_access_rule_assignees_access_rules_RuleId",
                        column: x => x.RuleId,
                        principalTable: "access_rules",
                        principalColumn: "Id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateIndex(
                name: "IX_access_rule_assignees_WorkspaceId_AssigneeId",
                table: "access_rule_assignees",
                columns: new[] { "WorkspaceId", "AssigneeId" });

            migrationBuilder.CreateIndex(
                name: "IX_access_rule_versions_WorkspaceId_WorkspaceVersion",
                table: "access_rule_versions",
                columns: new[] { "WorkspaceId", "WorkspaceVersion" });

            migrationBuilder.CreateIndex(
                name: "IX_access_rules_WorkspaceId_Type_ResourceId",
                table: "access_rules",
                columns: new[] { "WorkspaceId", "Type", "ResourceId" });

            migrationBuilder.CreateIndex(
                name: "IX_access_rules_WorkspaceId_UpdatedAt",
                table: "access_rules",
                columns: new[] { "WorkspaceId", "UpdatedAt" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_WorkspaceId_DeletedAt",
                table: "resources",
                columns: new[] { "WorkspaceId", "DeletedAt" },
                filter: "\"DeletedAt\" IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "IX_resources_WorkspaceId_NameKey",
                table: "resources",
                columns: new[] { "WorkspaceId", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_WorkspaceId_ParentId",
                table: "resources",
                columns: new[] { "WorkspaceId", "ParentId" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_WorkspaceId_Type_NameKey",
                table: "resources",
                columns: new[] { "WorkspaceId", "Type", "NameKey" });

            migrationBuilder.CreateIndex(
                name: "IX_resources_WorkspaceId_Version",
                table: "resources",
                columns: new[] { "WorkspaceId", "Version" });

            migrationBuilder.Sql("""
                insert into access_rule_versions ("WorkspaceId", "Number", "At", "ByName", "Summary")
                select "Id", 1, "CreatedAt", 'ClearSettings', 'Default rules' from workspaces
                """);
            migrationBuilder.Sql("""
                insert into access_rules ("Id", "WorkspaceId", "Type", "Level", "UpdatedAt", "UpdatedByName", "RowVersion")
                select upper(substr(h, 1, 8) || '-' || substr(h, 9, 4) || '-4' || substr(h, 14, 3) || '-8' || substr(h, 18, 3) || '-' || substr(h, 21, 12)), w, t, 2, c, 'ClearSettings', 0
                from (select hex(randomblob(16)) as h, w."Id" as w, w."CreatedAt" as c, types.t
                      from workspaces w cross join (select 0 as t union all select 1 union all select 2 union all select 3 union all select 4 union all select 5 union all select 6) types)
                """);
            migrationBuilder.Sql("""
                insert into access_rule_assignees ("RuleId", "AssigneeId", "WorkspaceId", "Kind")
                select r."Id", g."Id", r."WorkspaceId", 2
                from access_rules r join groups g on g."WorkspaceId" = r."WorkspaceId" and g."BuiltIn" = 'Users'
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "access_rule_assignees");

            migrationBuilder.DropTable(
                name: "access_rule_changes");

            migrationBuilder.DropTable(
                name: "resource_catalogs");

            migrationBuilder.DropTable(
                name: "resources");

            migrationBuilder.DropTable(
                name: "access_rules");

            migrationBuilder.DropTable(
                name: "access_rule_versions");

            migrationBuilder.Sql("ALTER TABLE service_accounts DROP COLUMN GrantedPermissions;");
        }
    }
}
