using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace ClearSettings.Domain.Migrations.Postgres
{
    /// <inheritdoc />
    public partial class EmailedInvitationLinks : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<byte[]>(
                name: "EmailTokenHash",
                table: "invitations",
                type: "bytea",
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "IX_invitations_EmailTokenHash",
                table: "invitations",
                column: "EmailTokenHash",
                unique: true);

            // Until now a copied link confirmed the address too. Whoever joined by invitation confirms it again with the next emailed link.
            migrationBuilder.Sql("""
                UPDATE users SET "EmailConfirmed" = FALSE
                WHERE "Id" IN (SELECT "AcceptedById" FROM invitations WHERE "AcceptedById" IS NOT NULL)
                """);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_invitations_EmailTokenHash",
                table: "invitations");

            migrationBuilder.DropColumn(
                name: "EmailTokenHash",
                table: "invitations");
        }
    }
}
