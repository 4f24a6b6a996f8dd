using System;
using CalmonyPay.Accounts;
using CalmonyPay.Customers;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CalmonyPay.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .Annotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .Annotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .Annotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .Annotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse");

            migrationBuilder.CreateRoles();

            migrationBuilder.CreateTable(
                name: "pay_customers",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<CustomerStatus>(type: "pay_customer_status", nullable: false),
                    email = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "text", nullable: true),
                    business_name = table.Column<string>(type: "text", nullable: true),
                    individual_name = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    phone = table.Column<string>(type: "text", nullable: true),
                    address = table.Column<string>(type: "jsonb", nullable: true),
                    shipping = table.Column<string>(type: "jsonb", nullable: true),
                    preferred_locales = table.Column<string>(type: "jsonb", nullable: false),
                    tax_exempt = table.Column<TaxExempt>(type: "pay_tax_exempt", nullable: false),
                    invoice_prefix = table.Column<string>(type: "text", nullable: false),
                    next_invoice_sequence = table.Column<long>(type: "bigint", nullable: false),
                    invoice_settings = table.Column<string>(type: "jsonb", nullable: false),
                    balance = table.Column<long>(type: "bigint", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_customers_pkey", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_idempotency_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    key = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    fingerprint = table.Column<byte[]>(type: "bytea", nullable: false),
                    request_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    response_status = table.Column<int>(type: "integer", nullable: true),
                    response_body = table.Column<byte[]>(type: "bytea", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    recovery_point = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_idempotency_keys_pkey", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_projects",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: false),
                    secret_encrypted = table.Column<byte[]>(type: "bytea", nullable: false),
                    country = table.Column<string>(type: "text", nullable: false),
                    default_currency = table.Column<string>(type: "text", nullable: false),
                    time_zone = table.Column<string>(type: "text", nullable: false),
                    statement_descriptor = table.Column<string>(type: "text", nullable: true),
                    email = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_projects_pkey", x => x.id);
                    table.CheckConstraint("pay_projects_default_currency_check", "default_currency ~ '^[a-z]{3}$'");
                });

            migrationBuilder.CreateTable(
                name: "pay_api_keys",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    type = table.Column<ApiKeyType>(type: "pay_api_key_type", nullable: false),
                    env = table.Column<ApiKeyEnv>(type: "pay_api_key_env", nullable: false),
                    key_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    hint = table.Column<string>(type: "text", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    rate_limit = table.Column<int>(type: "integer", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    revoked_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    last_used_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_api_keys_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_api_keys_key_hash_check", "octet_length(key_hash) = 32");
                    table.CheckConstraint("pay_api_keys_livemode_check", "livemode = (env = 'live')");
                    table.ForeignKey(
                        name: "pay_api_keys__fkey",
                        column: x => x.project_id,
                        principalTable: "pay_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "pay_api_keys_key_hash_idx",
                table: "pay_api_keys",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_customers_email_idx",
                table: "pay_customers",
                columns: new[] { "project_id", "email" });

            migrationBuilder.CreateIndex(
                name: "pay_customers_metadata_idx",
                table: "pay_customers",
                column: "metadata")
                .Annotation("Npgsql:IndexMethod", "gin")
                .Annotation("Npgsql:IndexOperators", new[] { "jsonb_path_ops" });

            migrationBuilder.CreateIndex(
                name: "pay_customers_status_idx",
                table: "pay_customers",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_idempotency_keys_expires_at_idx",
                table: "pay_idempotency_keys",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "pay_idempotency_keys_key_livemode_idx",
                table: "pay_idempotency_keys",
                columns: new[] { "project_id", "key", "livemode" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_projects_name_idx",
                table: "pay_projects",
                column: "name",
                unique: true);

            migrationBuilder.CreateEventTable();
            migrationBuilder.CreateKeyLookup();
            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pay_api_keys");

            migrationBuilder.DropTable(
                name: "pay_customers");

            migrationBuilder.DropTable(
                name: "pay_idempotency_keys");

            migrationBuilder.DropTable(
                name: "pay_projects");
        }
    }
}
