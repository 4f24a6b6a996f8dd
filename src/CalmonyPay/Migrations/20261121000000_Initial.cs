using System;
using CalmonyPay.Accounts;
using CalmonyPay.Checkout;
using CalmonyPay.Customers;
using CalmonyPay.Gateways;
using CalmonyPay.Invoices;
using CalmonyPay.Ledger;
using CalmonyPay.PaymentIntents;
using CalmonyPay.PaymentIntents.Attempts;
using CalmonyPay.PaymentMethods;
using CalmonyPay.PaymentMethods.SetupIntents;
using CalmonyPay.Subscriptions;
using CalmonyPay.Webhooks;
using Microsoft.EntityFrameworkCore.Migrations;
using Npgsql.EntityFrameworkCore.PostgreSQL.Metadata;

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
                .Annotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .Annotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .Annotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .Annotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .Annotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .Annotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .Annotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .Annotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .Annotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .Annotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .Annotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .Annotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .Annotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .Annotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .Annotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .Annotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .Annotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .Annotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,capture,continue,refund")
                .Annotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .Annotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_payment_method_type", "card")
                .Annotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .Annotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .Annotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .Annotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .Annotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .Annotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled");

            migrationBuilder.CreateRoles();

            migrationBuilder.CreateTable(
                name: "pay_balance_transactions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    type = table.Column<BalanceTransactionType>(type: "pay_balance_transaction_type", nullable: false),
                    reporting_category = table.Column<ReportingCategory>(type: "pay_reporting_category", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    fee = table.Column<long>(type: "bigint", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    source_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    charge_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<BalanceTransactionStatus>(type: "pay_balance_transaction_status", nullable: false),
                    available_on = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_balance_transactions_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_balance_transactions_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_balance_transactions_net_check", "net = amount - fee");
                });

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
                    default_source = table.Column<string>(type: "text", nullable: true),
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
                name: "pay_gateways",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    driver = table.Column<string>(type: "character varying(64)", maxLength: 64, nullable: false),
                    display_name = table.Column<string>(type: "character varying(256)", maxLength: 256, nullable: true),
                    supports = table.Column<string>(type: "jsonb", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_gateways_pkey", x => x.id);
                    table.UniqueConstraint("pay_gateways_name_key", x => x.name);
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
                name: "pay_ledger_balances",
                columns: table => new
                {
                    id = table.Column<long>(type: "bigint", nullable: false)
                        .Annotation("Npgsql:ValueGenerationStrategy", NpgsqlValueGenerationStrategy.IdentityAlwaysColumn),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    account = table.Column<LedgerAccount>(type: "pay_ledger_account", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_ledger_balances_pkey", x => new { x.project_id, x.id });
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
                name: "pay_webhook_endpoints",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<WebhookEndpointStatus>(type: "pay_webhook_endpoint_status", nullable: false),
                    url = table.Column<string>(type: "text", nullable: false),
                    enabled_events = table.Column<string>(type: "jsonb", nullable: false),
                    api_version = table.Column<string>(type: "text", nullable: true),
                    secret_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    secret_encrypted = table.Column<byte[]>(type: "bytea", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_webhook_endpoints_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_webhook_endpoints_secret_hash_check", "octet_length(secret_hash) = 32");
                });

            migrationBuilder.CreateTable(
                name: "pay_ledger_entries",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    transaction_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    step = table.Column<LedgerStep>(type: "pay_ledger_step", nullable: false),
                    account = table.Column<LedgerAccount>(type: "pay_ledger_account", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_ledger_entries_pkey", x => new { x.project_id, x.transaction_id, x.step, x.account });
                    table.CheckConstraint("pay_ledger_entries_amount_check", "amount <> 0");
                    table.CheckConstraint("pay_ledger_entries_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.ForeignKey(
                        name: "pay_ledger_entries_transaction_id_fkey",
                        columns: x => new { x.project_id, x.transaction_id },
                        principalTable: "pay_balance_transactions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_payment_intents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<PaymentIntentStatus>(type: "pay_payment_intent_status", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount_capturable = table.Column<long>(type: "bigint", nullable: false),
                    amount_received = table.Column<long>(type: "bigint", nullable: false),
                    capture_method = table.Column<CaptureMethod>(type: "pay_capture_method", nullable: false),
                    confirmation_method = table.Column<ConfirmationMethod>(type: "pay_confirmation_method", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_method_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    latest_charge_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    setup_future_usage = table.Column<FutureUsage>(type: "pay_future_usage", nullable: true),
                    off_session = table.Column<bool>(type: "boolean", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    receipt_email = table.Column<string>(type: "text", nullable: true),
                    statement_descriptor = table.Column<string>(type: "text", nullable: true),
                    statement_descriptor_suffix = table.Column<string>(type: "text", nullable: true),
                    shipping = table.Column<string>(type: "jsonb", nullable: true),
                    automatic_payment_methods = table.Column<string>(type: "jsonb", nullable: true),
                    card_options = table.Column<string>(type: "jsonb", nullable: true),
                    last_payment_error = table.Column<string>(type: "jsonb", nullable: true),
                    return_url = table.Column<string>(type: "text", nullable: true),
                    next_action = table.Column<string>(type: "jsonb", nullable: true),
                    canceled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    cancellation_reason = table.Column<CancellationReason>(type: "pay_cancellation_reason", nullable: true),
                    gateway_name = table.Column<string>(type: "text", nullable: true),
                    gateway_reference = table.Column<string>(type: "text", nullable: true),
                    order_reference = table.Column<string>(type: "text", nullable: true),
                    customer_phone = table.Column<string>(type: "text", nullable: true),
                    canonical_payload = table.Column<string>(type: "jsonb", nullable: true),
                    old_style = table.Column<bool>(type: "boolean", nullable: false),
                    transfer_group = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_payment_intents_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_payment_intents_amount_check", "amount > 0 and amount_capturable >= 0 and amount_received >= 0");
                    table.CheckConstraint("pay_payment_intents_captured_check", "amount_received <= amount and amount_capturable <= amount");
                    table.CheckConstraint("pay_payment_intents_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.ForeignKey(
                        name: "pay_payment_intents_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
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

            migrationBuilder.CreateTable(
                name: "pay_gateway_credentials",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    profile = table.Column<GatewayProfile>(type: "pay_gateway_profile", nullable: false),
                    gateway_name = table.Column<string>(type: "character varying(64)", nullable: false, collation: "C"),
                    label = table.Column<string>(type: "character varying(128)", maxLength: 128, nullable: false),
                    credentials = table.Column<byte[]>(type: "bytea", nullable: false),
                    is_active = table.Column<bool>(type: "boolean", nullable: false),
                    effective_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    effective_to = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    priority = table.Column<int>(type: "integer", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_gateway_credentials_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_gateway_credentials_livemode_check", "livemode = (profile = 'live')");
                    table.ForeignKey(
                        name: "pay_gateway_credentials__fkey",
                        column: x => x.project_id,
                        principalTable: "pay_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_gateway_credentials_gateway_name_fkey",
                        column: x => x.gateway_name,
                        principalTable: "pay_gateways",
                        principalColumn: "name",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_invoice_sequences",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    live = table.Column<string>(type: "jsonb", nullable: false),
                    test = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_invoice_sequences_pkey", x => x.project_id);
                    table.ForeignKey(
                        name: "pay_invoice_sequences__fkey",
                        column: x => x.project_id,
                        principalTable: "pay_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_webhook_deliveries",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    webhook_endpoint_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    event_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<WebhookDeliveryStatus>(type: "pay_webhook_delivery_status", nullable: false),
                    response_status = table.Column<int>(type: "integer", nullable: true),
                    retry_count = table.Column<int>(type: "integer", nullable: false),
                    next_attempt_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    delivered_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_webhook_deliveries_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_webhook_deliveries_retry_count_check", "retry_count >= 0");
                    table.ForeignKey(
                        name: "pay_webhook_deliveries_webhook_endpoint_id_fkey",
                        columns: x => new { x.project_id, x.webhook_endpoint_id },
                        principalTable: "pay_webhook_endpoints",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_gateway_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    gateway_name = table.Column<string>(type: "text", nullable: false),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: false),
                    attempt_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    event_type = table.Column<string>(type: "text", nullable: true),
                    gateway_reference = table.Column<string>(type: "text", nullable: true),
                    headers = table.Column<string>(type: "jsonb", nullable: false),
                    payload = table.Column<string>(type: "text", nullable: false),
                    body_sha256 = table.Column<byte[]>(type: "bytea", nullable: false),
                    signature_valid = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<GatewayEventStatus>(type: "pay_gateway_event_status", nullable: false),
                    error = table.Column<string>(type: "text", nullable: true),
                    tries = table.Column<int>(type: "integer", nullable: false),
                    next_try_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    processed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_gateway_events_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_gateway_events_body_sha256_check", "octet_length(body_sha256) = 32");
                    table.ForeignKey(
                        name: "pay_gateway_events_credential_id_fkey",
                        columns: x => new { x.project_id, x.credential_id },
                        principalTable: "pay_gateway_credentials",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_payment_methods",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    type = table.Column<PaymentMethodType>(type: "pay_payment_method_type", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    brand = table.Column<string>(type: "text", nullable: false),
                    last4 = table.Column<string>(type: "text", nullable: false),
                    exp_month = table.Column<int>(type: "integer", nullable: false),
                    exp_year = table.Column<int>(type: "integer", nullable: false),
                    funding = table.Column<string>(type: "text", nullable: false),
                    country = table.Column<string>(type: "text", nullable: true),
                    issuer = table.Column<string>(type: "text", nullable: true),
                    fingerprint = table.Column<string>(type: "text", nullable: false),
                    checks = table.Column<string>(type: "jsonb", nullable: false),
                    billing_details = table.Column<string>(type: "jsonb", nullable: false),
                    allow_redisplay = table.Column<AllowRedisplay>(type: "pay_allow_redisplay", nullable: false),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: true),
                    reference = table.Column<string>(type: "text", nullable: true),
                    reference_agreement = table.Column<AgreementKind>(type: "pay_agreement_kind", nullable: true),
                    verify_decline = table.Column<string>(type: "jsonb", nullable: true),
                    set_up = table.Column<bool>(type: "boolean", nullable: false),
                    used_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    detached_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_payment_methods_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_payment_methods_exp_month_check", "exp_month between 1 and 12");
                    table.CheckConstraint("pay_payment_methods_last4_check", "last4 ~ '^[0-9]{4}$'");
                    table.ForeignKey(
                        name: "pay_payment_methods_credential_id_fkey",
                        columns: x => new { x.project_id, x.credential_id },
                        principalTable: "pay_gateway_credentials",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_payment_methods_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_payment_attempts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    payment_intent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    old_style = table.Column<bool>(type: "boolean", nullable: false),
                    attempt_no = table.Column<int>(type: "integer", nullable: false),
                    status = table.Column<AttemptStatus>(type: "pay_payment_attempt_status", nullable: false),
                    settlement = table.Column<SettlementStatus>(type: "pay_settlement_status", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    amount_captured = table.Column<long>(type: "bigint", nullable: false),
                    amount_refunded = table.Column<long>(type: "bigint", nullable: false),
                    captures_at_once = table.Column<bool>(type: "boolean", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_method_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    card_brand = table.Column<string>(type: "text", nullable: false),
                    card_last4 = table.Column<string>(type: "text", nullable: false),
                    card_exp_month = table.Column<long>(type: "bigint", nullable: false),
                    card_exp_year = table.Column<long>(type: "bigint", nullable: false),
                    card_funding = table.Column<string>(type: "text", nullable: false),
                    card_country = table.Column<string>(type: "text", nullable: true),
                    card_fingerprint = table.Column<string>(type: "text", nullable: true),
                    card_checks = table.Column<string>(type: "jsonb", nullable: false),
                    billing_details = table.Column<string>(type: "jsonb", nullable: false),
                    agreement = table.Column<string>(type: "text", nullable: false),
                    source_reference = table.Column<string>(type: "text", nullable: true),
                    browser = table.Column<string>(type: "jsonb", nullable: true),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: false),
                    gateway_name = table.Column<string>(type: "text", nullable: false),
                    gateway_reference = table.Column<string>(type: "text", nullable: true),
                    challenge_reference = table.Column<string>(type: "text", nullable: true),
                    challenge = table.Column<string>(type: "jsonb", nullable: true),
                    authorization_code = table.Column<string>(type: "text", nullable: true),
                    network_transaction_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    three_d_secure = table.Column<string>(type: "jsonb", nullable: true),
                    failure = table.Column<string>(type: "jsonb", nullable: true),
                    request_payload = table.Column<string>(type: "jsonb", nullable: true),
                    response_payload = table.Column<string>(type: "jsonb", nullable: true),
                    duration_ms = table.Column<double>(type: "double precision", nullable: true),
                    disputed = table.Column<bool>(type: "boolean", nullable: false),
                    balance_transaction_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    failure_balance_transaction_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true),
                    receipt_email = table.Column<string>(type: "text", nullable: true),
                    statement_descriptor = table.Column<string>(type: "text", nullable: true),
                    statement_descriptor_suffix = table.Column<string>(type: "text", nullable: true),
                    shipping = table.Column<string>(type: "jsonb", nullable: true),
                    transfer_group = table.Column<string>(type: "text", nullable: true),
                    fraud_details = table.Column<string>(type: "jsonb", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    capture_before = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    look_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    looks = table.Column<int>(type: "integer", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_payment_attempts_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_payment_attempts_amount_check", "amount > 0 and amount_captured >= 0 and amount_refunded >= 0");
                    table.CheckConstraint("pay_payment_attempts_captured_check", "amount_captured <= amount");
                    table.CheckConstraint("pay_payment_attempts_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_payment_attempts_refunded_check", "amount_refunded <= amount_captured");
                    table.ForeignKey(
                        name: "pay_payment_attempts_payment_intent_id_fkey",
                        columns: x => new { x.project_id, x.payment_intent_id },
                        principalTable: "pay_payment_intents",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_payment_attempts_payment_method_id_fkey",
                        columns: x => new { x.project_id, x.payment_method_id },
                        principalTable: "pay_payment_methods",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_setup_intents",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<SetupIntentStatus>(type: "pay_setup_intent_status", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_method_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    usage = table.Column<SetupUsage>(type: "pay_setup_intent_usage", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    cancellation_reason = table.Column<SetupCancellationReason>(type: "pay_setup_cancellation_reason", nullable: true),
                    latest_attempt_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    last_setup_error = table.Column<string>(type: "jsonb", nullable: true),
                    return_url = table.Column<string>(type: "text", nullable: true),
                    next_action_url = table.Column<string>(type: "text", nullable: true),
                    automatic_payment_methods = table.Column<string>(type: "jsonb", nullable: true),
                    request_three_d_secure = table.Column<string>(type: "text", nullable: false),
                    due_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_setup_intents_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_setup_intents_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_setup_intents_payment_method_id_fkey",
                        columns: x => new { x.project_id, x.payment_method_id },
                        principalTable: "pay_payment_methods",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_subscriptions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<SubscriptionStatus>(type: "pay_subscription_status", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    default_payment_method_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    latest_invoice_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    currency = table.Column<string>(type: "text", nullable: false),
                    interval = table.Column<SubscriptionInterval>(type: "pay_subscription_interval", nullable: false),
                    interval_count = table.Column<int>(type: "integer", nullable: false),
                    billing_cycle_anchor = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    current_period_start = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    current_period_end = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    trial_start = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    trial_end = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    cancel_at_period_end = table.Column<bool>(type: "boolean", nullable: false),
                    cancel_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    canceled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    start_date = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_subscriptions_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_subscriptions_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_subscriptions_interval_count_check", "interval_count > 0");
                    table.CheckConstraint("pay_subscriptions_period_check", "current_period_end > current_period_start");
                    table.ForeignKey(
                        name: "pay_subscriptions_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_subscriptions_default_payment_method_id_fkey",
                        columns: x => new { x.project_id, x.default_payment_method_id },
                        principalTable: "pay_payment_methods",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_tokens",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    payment_method_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    client_ip = table.Column<string>(type: "text", nullable: true),
                    used_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_tokens_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_tokens_payment_method_id_fkey",
                        columns: x => new { x.project_id, x.payment_method_id },
                        principalTable: "pay_payment_methods",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_payment_operations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    payment_intent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    charge_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    kind = table.Column<OperationKind>(type: "pay_operation_kind", nullable: false),
                    target_amount = table.Column<long>(type: "bigint", nullable: true),
                    refund_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    reason = table.Column<CancellationReason>(type: "pay_cancellation_reason", nullable: true),
                    off_session = table.Column<bool>(type: "boolean", nullable: false),
                    error_on_requires_action = table.Column<bool>(type: "boolean", nullable: false),
                    idempotency_key_id = table.Column<Guid>(type: "uuid", nullable: true),
                    started_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    finished_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_payment_operations_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_payment_operations_charge_id_fkey",
                        columns: x => new { x.project_id, x.charge_id },
                        principalTable: "pay_payment_attempts",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_setup_attempts",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    setup_intent_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_method_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    status = table.Column<SetupAttemptStatus>(type: "pay_setup_attempt_status", nullable: false),
                    usage = table.Column<SetupUsage>(type: "pay_setup_intent_usage", nullable: false),
                    setup_error = table.Column<string>(type: "jsonb", nullable: true),
                    card = table.Column<string>(type: "jsonb", nullable: true),
                    three_d_secure = table.Column<string>(type: "jsonb", nullable: true),
                    credential_id = table.Column<Guid>(type: "uuid", nullable: true),
                    gateway_reference = table.Column<string>(type: "text", nullable: true),
                    challenge_reference = table.Column<string>(type: "text", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_setup_attempts_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_setup_attempts_payment_method_id_fkey",
                        columns: x => new { x.project_id, x.payment_method_id },
                        principalTable: "pay_payment_methods",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_setup_attempts_setup_intent_id_fkey",
                        columns: x => new { x.project_id, x.setup_intent_id },
                        principalTable: "pay_setup_intents",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_invoices",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<InvoiceStatus>(type: "pay_invoice_status", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    subscription_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_intent_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: false),
                    subtotal = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    amount_due = table.Column<long>(type: "bigint", nullable: false),
                    amount_paid = table.Column<long>(type: "bigint", nullable: false),
                    lines = table.Column<string>(type: "jsonb", nullable: false),
                    period_start = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    period_end = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    due_date = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    invoice_pdf = table.Column<string>(type: "text", nullable: true),
                    finalized_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    voided_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_invoices_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_invoices_amount_check", "amount_due >= 0 and amount_paid between 0 and amount_due");
                    table.CheckConstraint("pay_invoices_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_invoices_number_check", "status = 'draft' or number is not null");
                    table.ForeignKey(
                        name: "pay_invoices_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoices_payment_intent_id_fkey",
                        columns: x => new { x.project_id, x.payment_intent_id },
                        principalTable: "pay_payment_intents",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoices_subscription_id_fkey",
                        columns: x => new { x.project_id, x.subscription_id },
                        principalTable: "pay_subscriptions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_checkout_sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<CheckoutSessionStatus>(type: "pay_checkout_session_status", nullable: false),
                    mode = table.Column<CheckoutSessionMode>(type: "pay_checkout_session_mode", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    payment_intent_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subscription_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    invoice_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    currency = table.Column<string>(type: "text", nullable: true),
                    amount_subtotal = table.Column<long>(type: "bigint", nullable: true),
                    amount_total = table.Column<long>(type: "bigint", nullable: true),
                    line_items = table.Column<string>(type: "jsonb", nullable: true),
                    client_reference_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    customer_email = table.Column<string>(type: "text", nullable: true),
                    success_url = table.Column<string>(type: "text", nullable: true),
                    cancel_url = table.Column<string>(type: "text", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_checkout_sessions_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_checkout_sessions_amount_check", "amount_subtotal >= 0 and amount_total >= 0");
                    table.CheckConstraint("pay_checkout_sessions_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.ForeignKey(
                        name: "pay_checkout_sessions_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_checkout_sessions_invoice_id_fkey",
                        columns: x => new { x.project_id, x.invoice_id },
                        principalTable: "pay_invoices",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_checkout_sessions_payment_intent_id_fkey",
                        columns: x => new { x.project_id, x.payment_intent_id },
                        principalTable: "pay_payment_intents",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_checkout_sessions_subscription_id_fkey",
                        columns: x => new { x.project_id, x.subscription_id },
                        principalTable: "pay_subscriptions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.InsertData(
                table: "pay_gateways",
                columns: new[] { "id", "created_at", "display_name", "driver", "is_active", "name", "supports", "updated_at" },
                values: new object[] { new Guid("01936a0c-5c00-7000-8000-000000000001"), new DateTimeOffset(new DateTime(2026, 11, 21, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)), "Cardstream", "cardstream", true, "cardstream", "[\"card\",\"manual_capture\",\"partial_capture\",\"refund\",\"partial_refund\",\"setup\",\"off_session\",\"three_d_secure\"]", new DateTimeOffset(new DateTime(2026, 11, 21, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)) });

            migrationBuilder.CreateIndex(
                name: "pay_api_keys_key_hash_idx",
                table: "pay_api_keys",
                column: "key_hash",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_balance_transactions_charge_id_idx",
                table: "pay_balance_transactions",
                columns: new[] { "project_id", "charge_id" });

            migrationBuilder.CreateIndex(
                name: "pay_balance_transactions_source_id_reporting_category_idx",
                table: "pay_balance_transactions",
                columns: new[] { "project_id", "source_id", "reporting_category" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_balance_transactions_type_id_idx",
                table: "pay_balance_transactions",
                columns: new[] { "project_id", "type", "id" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_customer_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_expires_at_idx",
                table: "pay_checkout_sessions",
                column: "expires_at");

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_invoice_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_payment_intent_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "payment_intent_id" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_status_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_subscription_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "subscription_id" });

            migrationBuilder.CreateIndex(
                name: "pay_customers_email_idx",
                table: "pay_customers",
                columns: new[] { "project_id", "email" });

            migrationBuilder.CreateIndex(
                name: "pay_customers_status_idx",
                table: "pay_customers",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_credentials_effective_from_effective_to_idx",
                table: "pay_gateway_credentials",
                columns: new[] { "effective_from", "effective_to" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_credentials_gateway_name_profile_is_active_idx",
                table: "pay_gateway_credentials",
                columns: new[] { "gateway_name", "profile", "is_active" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_credentials_priority_idx",
                table: "pay_gateway_credentials",
                column: "priority");

            migrationBuilder.CreateIndex(
                name: "pay_gateway_credentials_project_idx",
                table: "pay_gateway_credentials",
                columns: new[] { "gateway_name", "profile", "project_id", "is_active" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_events_attempt_id_idx",
                table: "pay_gateway_events",
                columns: new[] { "project_id", "attempt_id" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_events_body_sha256_idx",
                table: "pay_gateway_events",
                columns: new[] { "project_id", "body_sha256" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_gateway_events_credential_id_idx",
                table: "pay_gateway_events",
                columns: new[] { "project_id", "credential_id" });

            migrationBuilder.CreateIndex(
                name: "pay_gateway_events_next_try_at_idx",
                table: "pay_gateway_events",
                column: "next_try_at",
                filter: "status = 'processing'");

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
                name: "pay_invoices_customer_id_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoices_livemode_number_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "livemode", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_invoices_payment_intent_id_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "payment_intent_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoices_status_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_invoices_subscription_id_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "subscription_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_attempts_customer_id_idx",
                table: "pay_payment_attempts",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_attempts_gateway_reference_idx",
                table: "pay_payment_attempts",
                columns: new[] { "project_id", "gateway_reference" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_attempts_look_at_idx",
                table: "pay_payment_attempts",
                column: "look_at",
                filter: "look_at is not null");

            migrationBuilder.CreateIndex(
                name: "pay_payment_attempts_payment_intent_id_attempt_no_idx",
                table: "pay_payment_attempts",
                columns: new[] { "project_id", "payment_intent_id", "attempt_no" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_payment_attempts_payment_method_id_idx",
                table: "pay_payment_attempts",
                columns: new[] { "project_id", "payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_intents_customer_id_idx",
                table: "pay_payment_intents",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_intents_status_idx",
                table: "pay_payment_intents",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_methods_credential_id_idx",
                table: "pay_payment_methods",
                columns: new[] { "project_id", "credential_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_methods_customer_id_idx",
                table: "pay_payment_methods",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_operations_lease_until_idx",
                table: "pay_payment_operations",
                column: "lease_until",
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "pay_payment_operations_open_idx",
                table: "pay_payment_operations",
                columns: new[] { "project_id", "charge_id" },
                unique: true,
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "pay_payment_operations_payment_intent_id_idx",
                table: "pay_payment_operations",
                columns: new[] { "project_id", "payment_intent_id" },
                filter: "finished_at is null");

            migrationBuilder.CreateIndex(
                name: "pay_projects_name_idx",
                table: "pay_projects",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_setup_attempts_payment_method_id_idx",
                table: "pay_setup_attempts",
                columns: new[] { "project_id", "payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_setup_attempts_setup_intent_id_idx",
                table: "pay_setup_attempts",
                columns: new[] { "project_id", "setup_intent_id" });

            migrationBuilder.CreateIndex(
                name: "pay_setup_intents_customer_id_idx",
                table: "pay_setup_intents",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_setup_intents_due_at_idx",
                table: "pay_setup_intents",
                column: "due_at",
                filter: "due_at is not null");

            migrationBuilder.CreateIndex(
                name: "pay_setup_intents_payment_method_id_idx",
                table: "pay_setup_intents",
                columns: new[] { "project_id", "payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_customer_id_idx",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_default_payment_method_id_idx",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "default_payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_status_idx",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateIndex(
                name: "pay_tokens_payment_method_id_idx",
                table: "pay_tokens",
                columns: new[] { "project_id", "payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_webhook_deliveries_endpoint_idx",
                table: "pay_webhook_deliveries",
                column: "webhook_endpoint_id");

            migrationBuilder.CreateIndex(
                name: "pay_webhook_deliveries_event_id_idx",
                table: "pay_webhook_deliveries",
                column: "event_id");

            migrationBuilder.CreateIndex(
                name: "pay_webhook_deliveries_webhook_endpoint_id_idx",
                table: "pay_webhook_deliveries",
                columns: new[] { "project_id", "webhook_endpoint_id" });

            migrationBuilder.CreateIndex(
                name: "pay_webhook_endpoints_status_idx",
                table: "pay_webhook_endpoints",
                columns: new[] { "project_id", "status" });

            migrationBuilder.CreateEventTable();
            migrationBuilder.ProtectLedger();
            migrationBuilder.CreateKeyLookup();
            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pay_api_keys");

            migrationBuilder.DropTable(
                name: "pay_checkout_sessions");

            migrationBuilder.DropTable(
                name: "pay_gateway_events");

            migrationBuilder.DropTable(
                name: "pay_idempotency_keys");

            migrationBuilder.DropTable(
                name: "pay_invoice_sequences");

            migrationBuilder.DropTable(
                name: "pay_ledger_balances");

            migrationBuilder.DropTable(
                name: "pay_ledger_entries");

            migrationBuilder.DropTable(
                name: "pay_payment_operations");

            migrationBuilder.DropTable(
                name: "pay_setup_attempts");

            migrationBuilder.DropTable(
                name: "pay_tokens");

            migrationBuilder.DropTable(
                name: "pay_webhook_deliveries");

            migrationBuilder.DropTable(
                name: "pay_invoices");

            migrationBuilder.DropTable(
                name: "pay_balance_transactions");

            migrationBuilder.DropTable(
                name: "pay_payment_attempts");

            migrationBuilder.DropTable(
                name: "pay_setup_intents");

            migrationBuilder.DropTable(
                name: "pay_webhook_endpoints");

            migrationBuilder.DropTable(
                name: "pay_subscriptions");

            migrationBuilder.DropTable(
                name: "pay_payment_intents");

            migrationBuilder.DropTable(
                name: "pay_payment_methods");

            migrationBuilder.DropTable(
                name: "pay_gateway_credentials");

            migrationBuilder.DropTable(
                name: "pay_customers");

            migrationBuilder.DropTable(
                name: "pay_projects");

            migrationBuilder.DropTable(
                name: "pay_gateways");
        }
    }
}
