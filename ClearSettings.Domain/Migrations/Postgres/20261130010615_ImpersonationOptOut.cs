using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class ImpersonationOptOut : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<bool>(
                name: "ImpersonationOptOut",
                table: "members",
                type: "boolean",
                nullable: false,
                defaultValue: false);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "ImpersonationOptOut",
                table: "members");
        }
    }
}
