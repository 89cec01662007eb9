using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
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
                type: "character varying(200)",
                maxLength: 200,
                nullable: false,
                defaultValueSql: "''");

            migrationBuilder.CreateTable(
                name: "access_rule_versions",
                columns: table => new
                {
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    WorkspaceVersion = table.Column<long>(type: "bigint", nullable: true),
                    At = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    ById = table.Column<Guid>(type: "uuid", nullable: true),
                    ByName = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    Summary = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    Note = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
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
                    Id = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<int>(type: "integer", nullable: false),
                    ResourceId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Level = table.Column<byte>(type: "smallint", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    UpdatedById = table.Column<Guid>(type: "uuid", nullable: true),
                    UpdatedByName = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    RowVersion = table.Column<int>(type: "integer", nullable: false)
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
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    PurgedVersion = table.Column<long>(type: "bigint", nullable: false)
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
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Type = table.Column<int>(type: "integer", nullable: false),
                    ResourceId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    Name = table.Column<string>(type: "character varying(1000)", maxLength: 1000, nullable: false),
                    NameKey = table.Column<string>(type: "character varying(500)", maxLength: 500, nullable: false),
                    ParentId = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    Version = table.Column<long>(type: "bigint", nullable: false),
                    UpdatedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: false),
                    DeletedAt = table.Column<DateTime>(type: "timestamp with time zone", nullable: true)
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
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Number = table.Column<int>(type: "integer", nullable: false),
                    RuleId = table.Column<Guid>(type: "uuid", nullable: false),
                    Before = table.Column<string>(type: "text", nullable: true),
                    After = table.Column<string>(type: "text", nullable: true)
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
                    RuleId = table.Column<Guid>(type: "uuid", nullable: false),
                    AssigneeId = table.Column<Guid>(type: "uuid", nullable: false),
                    WorkspaceId = table.Column<Guid>(type: "uuid", nullable: false),
                    Kind = table.Column<int>(type: "integer", nullable: false)
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
                select gen_random_uuid(), w."Id", types.t, 2, w."CreatedAt", 'ClearSettings', 0
                from workspaces w cross join generate_series(0, 6) types(t)
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

            migrationBuilder.DropColumn(
                name: "GrantedPermissions",
                table: "service_accounts");
        }
    }
}
