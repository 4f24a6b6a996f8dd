using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CalmonyPay.Migrations
{
    /// <inheritdoc />
    public partial class LastCharge : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<string>(
                name: "charged",
                table: "pay_subscription_items",
                type: "jsonb",
                nullable: true);
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropColumn(
                name: "charged",
                table: "pay_subscription_items");
        }
    }
}
