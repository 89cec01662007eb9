using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Sqlite
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
                type: "INTEGER",
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
