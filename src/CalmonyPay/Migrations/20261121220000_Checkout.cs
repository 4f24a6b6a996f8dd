using System;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Checkout;
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
            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:Enum:pay_after_retries", "cancel,leave_past_due,mark_unpaid")
                .Annotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .Annotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .Annotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .Annotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .Annotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .Annotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_billing_reason", "manual,subscription_create,subscription_cycle,subscription_update,upcoming")
                .Annotation("Npgsql:Enum:pay_billing_scheme", "per_unit,tiered")
                .Annotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .Annotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .Annotation("Npgsql:Enum:pay_checkout_payment_status", "no_payment_required,paid,unpaid")
                .Annotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .Annotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .Annotation("Npgsql:Enum:pay_collection_method", "charge_automatically,send_invoice")
                .Annotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .Annotation("Npgsql:Enum:pay_coupon_duration", "forever,once,repeating")
                .Annotation("Npgsql:Enum:pay_credit_note_reason", "duplicate,fraudulent,order_change,product_unsatisfactory")
                .Annotation("Npgsql:Enum:pay_credit_note_status", "issued,void")
                .Annotation("Npgsql:Enum:pay_credit_note_type", "mixed,post_payment,pre_payment")
                .Annotation("Npgsql:Enum:pay_customer_balance_transaction_type", "adjustment,applied_to_invoice,credit_note,initial,invoice_overpaid,invoice_too_small,unapplied_from_invoice")
                .Annotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .Annotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .Annotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .Annotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .Annotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .Annotation("Npgsql:Enum:pay_invoice_payment_status", "canceled,open,paid")
                .Annotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .Annotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .Annotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .Annotation("Npgsql:Enum:pay_meter_event_time_window", "day,hour")
                .Annotation("Npgsql:Enum:pay_meter_formula", "count,last,sum")
                .Annotation("Npgsql:Enum:pay_meter_status", "active,inactive")
                .Annotation("Npgsql:Enum:pay_missing_payment_method", "cancel,create_invoice,pause")
                .Annotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .Annotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .Annotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_payment_method_type", "card")
                .Annotation("Npgsql:Enum:pay_product_type", "good,service")
                .Annotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .Annotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_schedule_end_behavior", "cancel,release")
                .Annotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .Annotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .Annotation("Npgsql:Enum:pay_subscription_schedule_status", "active,canceled,completed,not_started,released")
                .Annotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .Annotation("Npgsql:Enum:pay_tax_behavior", "exclusive,inclusive,unspecified")
                .Annotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .Annotation("Npgsql:Enum:pay_tax_rounding", "hmrc,invoice,line")
                .Annotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
                .Annotation("Npgsql:Enum:pay_tiers_mode", "graduated,volume")
                .Annotation("Npgsql:Enum:pay_uncollectible_reason", "max_payment_attempts,payment_not_received,subscription_canceled,subscription_paused,user_forgiven")
                .Annotation("Npgsql:Enum:pay_usage_type", "licensed,metered")
                .Annotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .Annotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .Annotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .Annotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled")
                .OldAnnotation("Npgsql:Enum:pay_after_retries", "cancel,leave_past_due,mark_unpaid")
                .OldAnnotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .OldAnnotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .OldAnnotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_billing_reason", "manual,subscription_create,subscription_cycle,subscription_update,upcoming")
                .OldAnnotation("Npgsql:Enum:pay_billing_scheme", "per_unit,tiered")
                .OldAnnotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .OldAnnotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .OldAnnotation("Npgsql:Enum:pay_collection_method", "charge_automatically,send_invoice")
                .OldAnnotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .OldAnnotation("Npgsql:Enum:pay_coupon_duration", "forever,once,repeating")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_reason", "duplicate,fraudulent,order_change,product_unsatisfactory")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_status", "issued,void")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_type", "mixed,post_payment,pre_payment")
                .OldAnnotation("Npgsql:Enum:pay_customer_balance_transaction_type", "adjustment,applied_to_invoice,credit_note,initial,invoice_overpaid,invoice_too_small,unapplied_from_invoice")
                .OldAnnotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .OldAnnotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .OldAnnotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .OldAnnotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .OldAnnotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_invoice_payment_status", "canceled,open,paid")
                .OldAnnotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .OldAnnotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .OldAnnotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .OldAnnotation("Npgsql:Enum:pay_meter_event_time_window", "day,hour")
                .OldAnnotation("Npgsql:Enum:pay_meter_formula", "count,last,sum")
                .OldAnnotation("Npgsql:Enum:pay_meter_status", "active,inactive")
                .OldAnnotation("Npgsql:Enum:pay_missing_payment_method", "cancel,create_invoice,pause")
                .OldAnnotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .OldAnnotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .OldAnnotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_payment_method_type", "card")
                .OldAnnotation("Npgsql:Enum:pay_product_type", "good,service")
                .OldAnnotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .OldAnnotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_schedule_end_behavior", "cancel,release")
                .OldAnnotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .OldAnnotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .OldAnnotation("Npgsql:Enum:pay_subscription_schedule_status", "active,canceled,completed,not_started,released")
                .OldAnnotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .OldAnnotation("Npgsql:Enum:pay_tax_behavior", "exclusive,inclusive,unspecified")
                .OldAnnotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .OldAnnotation("Npgsql:Enum:pay_tax_rounding", "hmrc,invoice,line")
                .OldAnnotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
                .OldAnnotation("Npgsql:Enum:pay_tiers_mode", "graduated,volume")
                .OldAnnotation("Npgsql:Enum:pay_uncollectible_reason", "max_payment_attempts,payment_not_received,subscription_canceled,subscription_paused,user_forgiven")
                .OldAnnotation("Npgsql:Enum:pay_usage_type", "licensed,metered")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .OldAnnotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled");

            migrationBuilder.AddColumn<int>(
                name: "authentication_legs",
                table: "pay_setup_attempts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "challenge",
                table: "pay_setup_attempts",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "soft_declined",
                table: "pay_setup_attempts",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string[]>(
                name: "page_origins",
                table: "pay_projects",
                type: "text[]",
                nullable: false,
                defaultValue: new string[0]);

            migrationBuilder.AddColumn<string>(
                name: "checkout_session_id",
                table: "pay_payment_intents",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<int>(
                name: "authentication_legs",
                table: "pay_payment_attempts",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "receipt_url",
                table: "pay_payment_attempts",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "attempts",
                table: "pay_checkout_sessions",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<string>(
                name: "buyer_email",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "claimed_until",
                table: "pay_checkout_sessions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "collected",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "decline",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "discounts",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "discounts_redeemed",
                table: "pay_checkout_sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "expired_at",
                table: "pay_checkout_sessions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "holds_place",
                table: "pay_checkout_sessions",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_step_at",
                table: "pay_checkout_sessions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "payment_link_id",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<CheckoutPaymentStatus>(
                name: "payment_status",
                table: "pay_checkout_sessions",
                type: "pay_checkout_payment_status",
                nullable: false,
                defaultValue: CheckoutPaymentStatus.Unpaid);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "ready_at",
                table: "pay_checkout_sessions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "recovered_from",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "settings",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "setup_intent_id",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "shipping_options",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "shipping_rate_id",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "totals",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "url_token",
                table: "pay_checkout_sessions",
                type: "text",
                nullable: false,
                defaultValue: "");

            migrationBuilder.AddColumn<string>(
                name: "used_tokens",
                table: "pay_checkout_sessions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "pay_payment_links",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    mode = table.Column<CheckoutSessionMode>(type: "pay_checkout_session_mode", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    line_items = table.Column<string>(type: "jsonb", nullable: false),
                    shipping_options = table.Column<string>(type: "jsonb", nullable: false),
                    settings = table.Column<string>(type: "jsonb", nullable: false),
                    redirect_url = table.Column<string>(type: "text", nullable: true),
                    inactive_message = table.Column<string>(type: "text", nullable: true),
                    completed_limit = table.Column<long>(type: "bigint", nullable: true),
                    completed_count = table.Column<long>(type: "bigint", nullable: false),
                    url_token = table.Column<string>(type: "text", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_payment_links_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_payment_links_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_payment_links_limit_check", "completed_limit > 0 and completed_count >= 0");
                });

            migrationBuilder.CreateTable(
                name: "pay_portal_configurations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    business_profile = table.Column<string>(type: "jsonb", nullable: false),
                    default_return_url = table.Column<string>(type: "text", nullable: true),
                    features = table.Column<string>(type: "jsonb", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_portal_configurations_pkey", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_shipping_rates",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    currency_options = table.Column<string>(type: "jsonb", nullable: true),
                    delivery_estimate = table.Column<string>(type: "jsonb", nullable: true),
                    tax_behavior = table.Column<TaxBehavior>(type: "pay_tax_behavior", nullable: false),
                    tax_code = table.Column<string>(type: "text", nullable: true),
                    inline = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_shipping_rates_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_shipping_rates_amount_check", "amount >= 0");
                    table.CheckConstraint("pay_shipping_rates_currency_check", "currency ~ '^[a-z]{3}$'");
                });

            migrationBuilder.CreateTable(
                name: "pay_portal_sessions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    configuration_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    return_url = table.Column<string>(type: "text", nullable: true),
                    locale = table.Column<string>(type: "text", nullable: true),
                    flow = table.Column<string>(type: "jsonb", nullable: true),
                    flow_completed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    opened_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_portal_sessions_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_portal_sessions_configuration_id_fkey",
                        columns: x => new { x.project_id, x.configuration_id },
                        principalTable: "pay_portal_configurations",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_portal_sessions_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_buyer_email_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "buyer_email" });

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_next_step_at_idx",
                table: "pay_checkout_sessions",
                column: "next_step_at",
                filter: "next_step_at is not null");

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_payment_link_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "payment_link_id" },
                filter: "payment_link_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_recovered_from_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "recovered_from" },
                filter: "recovered_from is not null");

            migrationBuilder.CreateIndex(
                name: "pay_checkout_sessions_setup_intent_id_idx",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "setup_intent_id" });

            migrationBuilder.CreateIndex(
                name: "pay_payment_links_active_idx",
                table: "pay_payment_links",
                columns: new[] { "project_id", "active" });

            migrationBuilder.CreateIndex(
                name: "pay_portal_configurations_default_idx",
                table: "pay_portal_configurations",
                columns: new[] { "project_id", "livemode" },
                unique: true,
                filter: "is_default");

            migrationBuilder.CreateIndex(
                name: "pay_portal_sessions_configuration_id_idx",
                table: "pay_portal_sessions",
                columns: new[] { "project_id", "configuration_id" });

            migrationBuilder.CreateIndex(
                name: "pay_portal_sessions_customer_id_idx",
                table: "pay_portal_sessions",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_portal_sessions_expires_at_idx",
                table: "pay_portal_sessions",
                column: "expires_at");

            migrationBuilder.AddForeignKey(
                name: "pay_checkout_sessions_payment_link_id_fkey",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "payment_link_id" },
                principalTable: "pay_payment_links",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "pay_checkout_sessions_setup_intent_id_fkey",
                table: "pay_checkout_sessions",
                columns: new[] { "project_id", "setup_intent_id" },
                principalTable: "pay_setup_intents",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropForeignKey(
                name: "pay_checkout_sessions_payment_link_id_fkey",
                table: "pay_checkout_sessions");

            migrationBuilder.DropForeignKey(
                name: "pay_checkout_sessions_setup_intent_id_fkey",
                table: "pay_checkout_sessions");

            migrationBuilder.DropTable(
                name: "pay_payment_links");

            migrationBuilder.DropTable(
                name: "pay_portal_sessions");

            migrationBuilder.DropTable(
                name: "pay_shipping_rates");

            migrationBuilder.DropTable(
                name: "pay_portal_configurations");

            migrationBuilder.DropIndex(
                name: "pay_checkout_sessions_buyer_email_idx",
                table: "pay_checkout_sessions");

            migrationBuilder.DropIndex(
                name: "pay_checkout_sessions_next_step_at_idx",
                table: "pay_checkout_sessions");

            migrationBuilder.DropIndex(
                name: "pay_checkout_sessions_payment_link_id_idx",
                table: "pay_checkout_sessions");

            migrationBuilder.DropIndex(
                name: "pay_checkout_sessions_recovered_from_idx",
                table: "pay_checkout_sessions");

            migrationBuilder.DropIndex(
                name: "pay_checkout_sessions_setup_intent_id_idx",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "authentication_legs",
                table: "pay_setup_attempts");

            migrationBuilder.DropColumn(
                name: "challenge",
                table: "pay_setup_attempts");

            migrationBuilder.DropColumn(
                name: "soft_declined",
                table: "pay_setup_attempts");

            migrationBuilder.DropColumn(
                name: "page_origins",
                table: "pay_projects");

            migrationBuilder.DropColumn(
                name: "checkout_session_id",
                table: "pay_payment_intents");

            migrationBuilder.DropColumn(
                name: "authentication_legs",
                table: "pay_payment_attempts");

            migrationBuilder.DropColumn(
                name: "receipt_url",
                table: "pay_payment_attempts");

            migrationBuilder.DropColumn(
                name: "attempts",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "buyer_email",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "collected",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "decline",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "discounts",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "discounts_redeemed",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "expired_at",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "holds_place",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "next_step_at",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "payment_link_id",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "payment_status",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "ready_at",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "recovered_from",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "settings",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "setup_intent_id",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "shipping_options",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "shipping_rate_id",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "totals",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "url_token",
                table: "pay_checkout_sessions");

            migrationBuilder.DropColumn(
                name: "used_tokens",
                table: "pay_checkout_sessions");

            migrationBuilder.AlterDatabase()
                .Annotation("Npgsql:Enum:pay_after_retries", "cancel,leave_past_due,mark_unpaid")
                .Annotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .Annotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .Annotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .Annotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .Annotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .Annotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_billing_reason", "manual,subscription_create,subscription_cycle,subscription_update,upcoming")
                .Annotation("Npgsql:Enum:pay_billing_scheme", "per_unit,tiered")
                .Annotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .Annotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .Annotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .Annotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .Annotation("Npgsql:Enum:pay_collection_method", "charge_automatically,send_invoice")
                .Annotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .Annotation("Npgsql:Enum:pay_coupon_duration", "forever,once,repeating")
                .Annotation("Npgsql:Enum:pay_credit_note_reason", "duplicate,fraudulent,order_change,product_unsatisfactory")
                .Annotation("Npgsql:Enum:pay_credit_note_status", "issued,void")
                .Annotation("Npgsql:Enum:pay_credit_note_type", "mixed,post_payment,pre_payment")
                .Annotation("Npgsql:Enum:pay_customer_balance_transaction_type", "adjustment,applied_to_invoice,credit_note,initial,invoice_overpaid,invoice_too_small,unapplied_from_invoice")
                .Annotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .Annotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .Annotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .Annotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .Annotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .Annotation("Npgsql:Enum:pay_invoice_payment_status", "canceled,open,paid")
                .Annotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .Annotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .Annotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .Annotation("Npgsql:Enum:pay_meter_event_time_window", "day,hour")
                .Annotation("Npgsql:Enum:pay_meter_formula", "count,last,sum")
                .Annotation("Npgsql:Enum:pay_meter_status", "active,inactive")
                .Annotation("Npgsql:Enum:pay_missing_payment_method", "cancel,create_invoice,pause")
                .Annotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .Annotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .Annotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_payment_method_type", "card")
                .Annotation("Npgsql:Enum:pay_product_type", "good,service")
                .Annotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .Annotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_schedule_end_behavior", "cancel,release")
                .Annotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .Annotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .Annotation("Npgsql:Enum:pay_subscription_schedule_status", "active,canceled,completed,not_started,released")
                .Annotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .Annotation("Npgsql:Enum:pay_tax_behavior", "exclusive,inclusive,unspecified")
                .Annotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .Annotation("Npgsql:Enum:pay_tax_rounding", "hmrc,invoice,line")
                .Annotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
                .Annotation("Npgsql:Enum:pay_tiers_mode", "graduated,volume")
                .Annotation("Npgsql:Enum:pay_uncollectible_reason", "max_payment_attempts,payment_not_received,subscription_canceled,subscription_paused,user_forgiven")
                .Annotation("Npgsql:Enum:pay_usage_type", "licensed,metered")
                .Annotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .Annotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .Annotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .Annotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled")
                .OldAnnotation("Npgsql:Enum:pay_after_retries", "cancel,leave_past_due,mark_unpaid")
                .OldAnnotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .OldAnnotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .OldAnnotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_billing_reason", "manual,subscription_create,subscription_cycle,subscription_update,upcoming")
                .OldAnnotation("Npgsql:Enum:pay_billing_scheme", "per_unit,tiered")
                .OldAnnotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .OldAnnotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .OldAnnotation("Npgsql:Enum:pay_checkout_payment_status", "no_payment_required,paid,unpaid")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .OldAnnotation("Npgsql:Enum:pay_collection_method", "charge_automatically,send_invoice")
                .OldAnnotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .OldAnnotation("Npgsql:Enum:pay_coupon_duration", "forever,once,repeating")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_reason", "duplicate,fraudulent,order_change,product_unsatisfactory")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_status", "issued,void")
                .OldAnnotation("Npgsql:Enum:pay_credit_note_type", "mixed,post_payment,pre_payment")
                .OldAnnotation("Npgsql:Enum:pay_customer_balance_transaction_type", "adjustment,applied_to_invoice,credit_note,initial,invoice_overpaid,invoice_too_small,unapplied_from_invoice")
                .OldAnnotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .OldAnnotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .OldAnnotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .OldAnnotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .OldAnnotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_invoice_payment_status", "canceled,open,paid")
                .OldAnnotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .OldAnnotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .OldAnnotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .OldAnnotation("Npgsql:Enum:pay_meter_event_time_window", "day,hour")
                .OldAnnotation("Npgsql:Enum:pay_meter_formula", "count,last,sum")
                .OldAnnotation("Npgsql:Enum:pay_meter_status", "active,inactive")
                .OldAnnotation("Npgsql:Enum:pay_missing_payment_method", "cancel,create_invoice,pause")
                .OldAnnotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .OldAnnotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .OldAnnotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_payment_method_type", "card")
                .OldAnnotation("Npgsql:Enum:pay_product_type", "good,service")
                .OldAnnotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .OldAnnotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_schedule_end_behavior", "cancel,release")
                .OldAnnotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .OldAnnotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .OldAnnotation("Npgsql:Enum:pay_subscription_schedule_status", "active,canceled,completed,not_started,released")
                .OldAnnotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .OldAnnotation("Npgsql:Enum:pay_tax_behavior", "exclusive,inclusive,unspecified")
                .OldAnnotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .OldAnnotation("Npgsql:Enum:pay_tax_rounding", "hmrc,invoice,line")
                .OldAnnotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
                .OldAnnotation("Npgsql:Enum:pay_tiers_mode", "graduated,volume")
                .OldAnnotation("Npgsql:Enum:pay_uncollectible_reason", "max_payment_attempts,payment_not_received,subscription_canceled,subscription_paused,user_forgiven")
                .OldAnnotation("Npgsql:Enum:pay_usage_type", "licensed,metered")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .OldAnnotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled");
        }
    }
}
