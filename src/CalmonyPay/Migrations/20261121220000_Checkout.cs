using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CalmonyPay.Migrations
{
    /// <inheritdoc />
    public partial class Checkout : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string[]>(
                name: "page_origins",
                table: "pay_projects",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "receipt_url",
                table: "pay_payment_attempts",
                type: "text",
                nullable: true);

            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "page_origins",
                table: "pay_projects");

            migrationBuilder.DropColumn(
                name: "receipt_url",
                table: "pay_payment_attempts");
        }
    }
}
