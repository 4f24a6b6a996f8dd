using System;
using CalmonyPay.Accounts;
using CalmonyPay.Catalog.Coupons;
using CalmonyPay.Catalog.Meters;
using CalmonyPay.Catalog.Prices;
using CalmonyPay.Catalog.Products;
using CalmonyPay.Customers.Balances;
using CalmonyPay.Invoices;
using CalmonyPay.Invoices.CreditNotes;
using CalmonyPay.Invoices.Payments;
using CalmonyPay.Platform.Time;
using CalmonyPay.Subscriptions;
using CalmonyPay.Subscriptions.Schedules;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace CalmonyPay.Migrations
{
    /// <inheritdoc />
    public partial class Billing : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropCheckConstraint(
                name: "pay_invoices_amount_check",
                table: "pay_invoices");

            migrationBuilder.DropCheckConstraint(
                name: "pay_invoices_number_check",
                table: "pay_invoices");

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
                .OldAnnotation("Npgsql:Enum:pay_agreement_kind", "card_on_file,none,recurring")
                .OldAnnotation("Npgsql:Enum:pay_allow_redisplay", "always,limited,unspecified")
                .OldAnnotation("Npgsql:Enum:pay_api_key_env", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_api_key_type", "publishable,secret")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_status", "available,pending")
                .OldAnnotation("Npgsql:Enum:pay_balance_transaction_type", "adjustment,charge,payment_failure_refund,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_cancellation_reason", "abandoned,automatic,duplicate,expired,failed_invoice,fraudulent,requested_by_customer,void_invoice")
                .OldAnnotation("Npgsql:Enum:pay_capture_method", "automatic,automatic_async,manual")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_mode", "payment,setup,subscription")
                .OldAnnotation("Npgsql:Enum:pay_checkout_session_status", "complete,expired,open")
                .OldAnnotation("Npgsql:Enum:pay_confirmation_method", "automatic,manual")
                .OldAnnotation("Npgsql:Enum:pay_customer_status", "active,deleted")
                .OldAnnotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .OldAnnotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .OldAnnotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .OldAnnotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .OldAnnotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .OldAnnotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .OldAnnotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .OldAnnotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .OldAnnotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .OldAnnotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_payment_method_type", "card")
                .OldAnnotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .OldAnnotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .OldAnnotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .OldAnnotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .OldAnnotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .OldAnnotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .OldAnnotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .OldAnnotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled");

            migrationBuilder.AddColumn<string>(
                name: "anchor_config",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "cancellation_details",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "claimed_until",
                table: "pay_subscriptions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<CollectionMethod>(
                name: "collection_method",
                table: "pay_subscriptions",
                type: "pay_collection_method",
                nullable: false);

            migrationBuilder.AddColumn<int>(
                name: "days_until_due",
                table: "pay_subscriptions",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "default_tax_rates",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "discounts",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "invoice_texts",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<MissingPaymentMethod>(
                name: "missing_payment_method",
                table: "pay_subscriptions",
                type: "pay_missing_payment_method",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_step_at",
                table: "pay_subscriptions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pause_collection",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "pending_update",
                table: "pay_subscriptions",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "saves_card",
                table: "pay_subscriptions",
                type: "boolean",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "schedule_id",
                table: "pay_subscriptions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "test_clock_id",
                table: "pay_subscriptions",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "trial_end_told",
                table: "pay_subscriptions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "upcoming_told",
                table: "pay_subscriptions",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "billing",
                table: "pay_projects",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "branding",
                table: "pay_projects",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "invoice_id",
                table: "pay_payment_intents",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "submitted_at",
                table: "pay_payment_attempts",
                type: "timestamptz",
                nullable: false,
                defaultValueSql: "now()");

            // What is under way counts its age from here: young enough to be asked after, never given up too soon.
            migrationBuilder.Sql("alter table pay_payment_attempts alter column submitted_at drop default");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "period_start",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamptz",
                oldNullable: true);

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "period_end",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: false,
                defaultValue: new DateTimeOffset(new DateTime(1, 1, 1, 0, 0, 0, 0, DateTimeKind.Unspecified), new TimeSpan(0, 0, 0, 0, 0)),
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamptz",
                oldNullable: true);

            migrationBuilder.AlterColumn<string>(
                name: "number",
                table: "pay_invoices",
                type: "text",
                nullable: true,
                collation: "C",
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true);

            migrationBuilder.AddColumn<long>(
                name: "amount_paid_out_of_band",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<int>(
                name: "attempt_count",
                table: "pay_invoices",
                type: "integer",
                nullable: false);

            migrationBuilder.AddColumn<bool>(
                name: "attempted",
                table: "pay_invoices",
                type: "boolean",
                nullable: false);

            migrationBuilder.AddColumn<bool>(
                name: "auto_advance",
                table: "pay_invoices",
                type: "boolean",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "automatically_finalizes_at",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<BillingReason>(
                name: "billing_reason",
                table: "pay_invoices",
                type: "pay_billing_reason",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "claimed_until",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<CollectionMethod>(
                name: "collection_method",
                table: "pay_invoices",
                type: "pay_collection_method",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "custom_fields",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "customer",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "cycle_start",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "days_until_due",
                table: "pay_invoices",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "default_payment_method_id",
                table: "pay_invoices",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "default_tax_rates",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "discounts",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "due_told",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "effective_at",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "ending_balance",
                table: "pay_invoices",
                type: "bigint",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "footer",
                table: "pay_invoices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "last_finalization_error",
                table: "pay_invoices",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_payment_attempt",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "next_step_at",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "overdue",
                table: "pay_invoices",
                type: "boolean",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "parent_metadata",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<long>(
                name: "post_payment_credit_notes",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<long>(
                name: "pre_payment_credit_notes",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "proration_date",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "refuses_card",
                table: "pay_invoices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "rendering",
                table: "pay_invoices",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "retries",
                table: "pay_invoices",
                type: "integer",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "shipping",
                table: "pay_invoices",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "starting_balance",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "statement_descriptor",
                table: "pay_invoices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "subtotal_excluding_tax",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<TaxRounding>(
                name: "tax_rounding",
                table: "pay_invoices",
                type: "pay_tax_rounding",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "test_clock_id",
                table: "pay_invoices",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.AddColumn<string>(
                name: "total_discounts",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<long>(
                name: "total_excluding_tax",
                table: "pay_invoices",
                type: "bigint",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "total_taxes",
                table: "pay_invoices",
                type: "jsonb",
                nullable: false);

            migrationBuilder.AddColumn<string>(
                name: "tried_card",
                table: "pay_invoices",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "uncollectible_at",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true);

            migrationBuilder.AddColumn<UncollectibleReason>(
                name: "uncollectible_reason",
                table: "pay_invoices",
                type: "pay_uncollectible_reason",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "currency",
                table: "pay_customers",
                type: "text",
                nullable: true);

            migrationBuilder.AddColumn<bool>(
                name: "delinquent",
                table: "pay_customers",
                type: "boolean",
                nullable: false,
                defaultValue: false);

            migrationBuilder.AddColumn<string>(
                name: "discount",
                table: "pay_customers",
                type: "jsonb",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "test_clock_id",
                table: "pay_customers",
                type: "text",
                nullable: true,
                collation: "C");

            migrationBuilder.CreateTable(
                name: "pay_coupons",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    list_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: true),
                    percent_off = table.Column<decimal>(type: "numeric(5,2)", precision: 5, scale: 2, nullable: true),
                    amount_off = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: true),
                    currency_options = table.Column<string>(type: "jsonb", nullable: true),
                    duration = table.Column<CouponDuration>(type: "pay_coupon_duration", nullable: false),
                    duration_in_months = table.Column<int>(type: "integer", nullable: true),
                    max_redemptions = table.Column<int>(type: "integer", nullable: true),
                    redeem_by = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    products = table.Column<string>(type: "jsonb", nullable: true),
                    times_redeemed = table.Column<int>(type: "integer", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_coupons_pkey", x => new { x.project_id, x.livemode, x.id });
                    table.CheckConstraint("pay_coupons_amount_check", "amount_off > 0");
                    table.CheckConstraint("pay_coupons_duration_check", "(duration = 'repeating') = (duration_in_months is not null)");
                    table.CheckConstraint("pay_coupons_off_check", "(percent_off is null) <> (amount_off is null) and (amount_off is null) = (currency is null)");
                    table.CheckConstraint("pay_coupons_percent_check", "percent_off > 0 and percent_off <= 100");
                    table.CheckConstraint("pay_coupons_redemptions_check", "times_redeemed <= max_redemptions");
                });

            migrationBuilder.CreateTable(
                name: "pay_customer_balance_transactions",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    type = table.Column<CustomerBalanceTransactionType>(type: "pay_customer_balance_transaction_type", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    ending_balance = table.Column<long>(type: "bigint", nullable: false),
                    invoice_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    credit_note_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    description = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_customer_balance_transactions_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_customer_balance_transactions_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_customer_balance_transactions_invoice_id_fkey",
                        columns: x => new { x.project_id, x.invoice_id },
                        principalTable: "pay_invoices",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_invoice_papers",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    seller = table.Column<string>(type: "jsonb", nullable: false),
                    pdf = table.Column<byte[]>(type: "bytea", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_invoice_papers_pkey", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_invoice_payments",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    invoice_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    payment_intent_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    status = table.Column<InvoicePaymentStatus>(type: "pay_invoice_payment_status", nullable: false),
                    amount_requested = table.Column<long>(type: "bigint", nullable: false),
                    amount_paid = table.Column<long>(type: "bigint", nullable: true),
                    currency = table.Column<string>(type: "text", nullable: false),
                    is_default = table.Column<bool>(type: "boolean", nullable: false),
                    paid_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    canceled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_invoice_payments_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_invoice_payments_invoice_id_fkey",
                        columns: x => new { x.project_id, x.invoice_id },
                        principalTable: "pay_invoices",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoice_payments_payment_intent_id_fkey",
                        columns: x => new { x.project_id, x.payment_intent_id },
                        principalTable: "pay_payment_intents",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_meter_event_identifiers",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    identifier = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    event_id = table.Column<Guid>(type: "uuid", nullable: false),
                    received_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_meter_event_identifiers_pkey", x => new { x.project_id, x.livemode, x.identifier });
                });

            migrationBuilder.CreateTable(
                name: "pay_meter_events",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    meter_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    identifier = table.Column<string>(type: "text", nullable: false),
                    value = table.Column<decimal>(type: "numeric", nullable: true),
                    extra = table.Column<string>(type: "jsonb", nullable: true),
                    timestamp = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    cancelled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_meter_events_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_meter_events_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_meters",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    event_name = table.Column<string>(type: "text", nullable: false),
                    formula = table.Column<MeterFormula>(type: "pay_meter_formula", nullable: false),
                    customer_key = table.Column<string>(type: "text", nullable: false),
                    value_key = table.Column<string>(type: "text", nullable: false),
                    event_time_window = table.Column<MeterEventTimeWindow>(type: "pay_meter_event_time_window", nullable: true),
                    status = table.Column<MeterStatus>(type: "pay_meter_status", nullable: false),
                    deactivated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_meters_pkey", x => new { x.project_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_products",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    list_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    name = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    default_price_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    images = table.Column<string>(type: "jsonb", nullable: false),
                    marketing_features = table.Column<string>(type: "jsonb", nullable: false),
                    package_dimensions = table.Column<string>(type: "jsonb", nullable: true),
                    shippable = table.Column<bool>(type: "boolean", nullable: true),
                    statement_descriptor = table.Column<string>(type: "text", nullable: true),
                    tax_code = table.Column<string>(type: "text", nullable: true),
                    tax_performance_location = table.Column<string>(type: "text", nullable: true),
                    type = table.Column<ProductType>(type: "pay_product_type", nullable: false),
                    unit_label = table.Column<string>(type: "text", nullable: true),
                    url = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_products_pkey", x => new { x.project_id, x.livemode, x.id });
                });

            migrationBuilder.CreateTable(
                name: "pay_project_logos",
                columns: table => new
                {
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    image = table.Column<byte[]>(type: "bytea", nullable: false),
                    updated_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_project_logos_pkey", x => x.project_id);
                    table.CheckConstraint("pay_project_logos_image_check", "octet_length(image) <= 262144");
                    table.ForeignKey(
                        name: "pay_project_logos__fkey",
                        column: x => x.project_id,
                        principalTable: "pay_projects",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_tax_rates",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    display_name = table.Column<string>(type: "text", nullable: false),
                    inclusive = table.Column<bool>(type: "boolean", nullable: false),
                    percentage = table.Column<decimal>(type: "numeric(7,4)", precision: 7, scale: 4, nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    country = table.Column<string>(type: "text", nullable: true),
                    state = table.Column<string>(type: "text", nullable: true),
                    jurisdiction = table.Column<string>(type: "text", nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    tax_type = table.Column<string>(type: "text", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_tax_rates_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_tax_rates_percentage_check", "percentage >= 0 and percentage <= 100");
                });

            migrationBuilder.CreateTable(
                name: "pay_test_clocks",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    name = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<TestClockStatus>(type: "pay_test_clock_status", nullable: false),
                    frozen_time = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    target_time = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    lease_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    deletes_after = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_test_clocks_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_test_clocks_mode_check", "not livemode");
                });

            migrationBuilder.CreateTable(
                name: "pay_promotion_codes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    coupon_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    code = table.Column<string>(type: "text", nullable: false),
                    code_key = table.Column<string>(type: "text", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    expires_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    max_redemptions = table.Column<int>(type: "integer", nullable: true),
                    times_redeemed = table.Column<int>(type: "integer", nullable: false),
                    restrictions = table.Column<string>(type: "jsonb", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_promotion_codes_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_promotion_codes_redemptions_check", "times_redeemed <= max_redemptions");
                    table.ForeignKey(
                        name: "pay_promotion_codes_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_promotion_codes_livemode_coupon_id_fkey",
                        columns: x => new { x.project_id, x.livemode, x.coupon_id },
                        principalTable: "pay_coupons",
                        principalColumns: new[] { "project_id", "livemode", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_credit_notes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    invoice_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    number = table.Column<string>(type: "text", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    status = table.Column<CreditNoteStatus>(type: "pay_credit_note_status", nullable: false),
                    type = table.Column<CreditNoteType>(type: "pay_credit_note_type", nullable: false),
                    reason = table.Column<CreditNoteReason>(type: "pay_credit_note_reason", nullable: true),
                    memo = table.Column<string>(type: "text", nullable: true),
                    lines = table.Column<string>(type: "jsonb", nullable: false),
                    subtotal = table.Column<long>(type: "bigint", nullable: false),
                    subtotal_excluding_tax = table.Column<long>(type: "bigint", nullable: false),
                    total = table.Column<long>(type: "bigint", nullable: false),
                    total_excluding_tax = table.Column<long>(type: "bigint", nullable: false),
                    discounts = table.Column<string>(type: "jsonb", nullable: false),
                    taxes = table.Column<string>(type: "jsonb", nullable: false),
                    pre_payment_amount = table.Column<long>(type: "bigint", nullable: false),
                    post_payment_amount = table.Column<long>(type: "bigint", nullable: false),
                    out_of_band_amount = table.Column<long>(type: "bigint", nullable: true),
                    refunds = table.Column<string>(type: "jsonb", nullable: false),
                    customer_balance_transaction_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    effective_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    voided_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    pdf = table.Column<string>(type: "text", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_credit_notes_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_credit_notes_amount_check", "total > 0 and pre_payment_amount >= 0 and post_payment_amount >= 0 and pre_payment_amount + post_payment_amount = total");
                    table.CheckConstraint("pay_credit_notes_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.ForeignKey(
                        name: "pay_credit_notes_customer_balance_transaction_id_fkey",
                        columns: x => new { x.project_id, x.customer_balance_transaction_id },
                        principalTable: "pay_customer_balance_transactions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_credit_notes_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_credit_notes_invoice_id_fkey",
                        columns: x => new { x.project_id, x.invoice_id },
                        principalTable: "pay_invoices",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_prices",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    list_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    product_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    billing_scheme = table.Column<BillingScheme>(type: "pay_billing_scheme", nullable: false),
                    unit_amount = table.Column<long>(type: "bigint", nullable: true),
                    unit_amount_decimal = table.Column<decimal>(type: "numeric", nullable: true),
                    interval = table.Column<BillingInterval>(type: "pay_subscription_interval", nullable: true),
                    interval_count = table.Column<int>(type: "integer", nullable: true),
                    usage_type = table.Column<UsageType>(type: "pay_usage_type", nullable: true),
                    meter_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    trial_period_days = table.Column<int>(type: "integer", nullable: true),
                    tiers_mode = table.Column<TiersMode>(type: "pay_tiers_mode", nullable: true),
                    tiers = table.Column<string>(type: "jsonb", nullable: true),
                    transform_quantity = table.Column<string>(type: "jsonb", nullable: true),
                    custom_unit_amount = table.Column<string>(type: "jsonb", nullable: true),
                    tax_behavior = table.Column<TaxBehavior>(type: "pay_tax_behavior", nullable: false),
                    lookup_key = table.Column<string>(type: "text", nullable: true),
                    nickname = table.Column<string>(type: "text", nullable: true),
                    currency_options = table.Column<string>(type: "jsonb", nullable: true),
                    inline = table.Column<bool>(type: "boolean", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    deleted_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_prices_pkey", x => new { x.project_id, x.livemode, x.id });
                    table.CheckConstraint("pay_prices_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.CheckConstraint("pay_prices_interval_check", "(interval is null) = (interval_count is null) and (interval is null) = (usage_type is null) and interval_count > 0");
                    table.CheckConstraint("pay_prices_tiers_check", "(billing_scheme = 'tiered') = (tiers is not null) and (tiers is null) = (tiers_mode is null)");
                    table.ForeignKey(
                        name: "pay_prices_livemode_product_id_fkey",
                        columns: x => new { x.project_id, x.livemode, x.product_id },
                        principalTable: "pay_products",
                        principalColumns: new[] { "project_id", "livemode", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_prices_meter_id_fkey",
                        columns: x => new { x.project_id, x.meter_id },
                        principalTable: "pay_meters",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_invoice_items",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    test_clock_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    invoice_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subscription_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subscription_item_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    currency = table.Column<string>(type: "text", nullable: false),
                    description = table.Column<string>(type: "text", nullable: true),
                    quantity = table.Column<decimal>(type: "numeric", nullable: false),
                    price = table.Column<string>(type: "jsonb", nullable: true),
                    unit_amount = table.Column<decimal>(type: "numeric", nullable: true),
                    period_start = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    period_end = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    proration = table.Column<bool>(type: "boolean", nullable: false),
                    discountable = table.Column<bool>(type: "boolean", nullable: false),
                    discounts = table.Column<string>(type: "jsonb", nullable: false),
                    tax_rates = table.Column<string>(type: "jsonb", nullable: true),
                    credits = table.Column<string>(type: "jsonb", nullable: true),
                    steps = table.Column<string>(type: "jsonb", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_invoice_items_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_invoice_items_currency_check", "currency ~ '^[a-z]{3}$'");
                    table.ForeignKey(
                        name: "pay_invoice_items_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoice_items_invoice_id_fkey",
                        columns: x => new { x.project_id, x.invoice_id },
                        principalTable: "pay_invoices",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoice_items_subscription_id_fkey",
                        columns: x => new { x.project_id, x.subscription_id },
                        principalTable: "pay_subscriptions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_invoice_items_test_clock_id_fkey",
                        columns: x => new { x.project_id, x.test_clock_id },
                        principalTable: "pay_test_clocks",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_subscription_schedules",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    status = table.Column<ScheduleStatus>(type: "pay_subscription_schedule_status", nullable: false),
                    customer_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    test_clock_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    subscription_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    released_subscription_id = table.Column<string>(type: "text", nullable: true, collation: "C"),
                    end_behavior = table.Column<ScheduleEnd>(type: "pay_schedule_end_behavior", nullable: false),
                    defaults = table.Column<string>(type: "jsonb", nullable: false),
                    phases = table.Column<string>(type: "jsonb", nullable: false),
                    current_phase = table.Column<int>(type: "integer", nullable: true),
                    completed_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    released_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    canceled_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    end_told = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    next_step_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    claimed_until = table.Column<DateTimeOffset>(type: "timestamptz", nullable: true),
                    event_sequence = table.Column<long>(type: "bigint", nullable: false),
                    last_event_id = table.Column<string>(type: "text", nullable: true, collation: "C")
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_subscription_schedules_pkey", x => new { x.project_id, x.id });
                    table.ForeignKey(
                        name: "pay_subscription_schedules_customer_id_fkey",
                        columns: x => new { x.project_id, x.customer_id },
                        principalTable: "pay_customers",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_subscription_schedules_test_clock_id_fkey",
                        columns: x => new { x.project_id, x.test_clock_id },
                        principalTable: "pay_test_clocks",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "pay_subscription_items",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    project_id = table.Column<Guid>(type: "uuid", nullable: false),
                    livemode = table.Column<bool>(type: "boolean", nullable: false),
                    subscription_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    price_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    product_id = table.Column<string>(type: "text", nullable: false, collation: "C"),
                    quantity = table.Column<long>(type: "bigint", nullable: true),
                    discounts = table.Column<string>(type: "jsonb", nullable: false),
                    tax_rates = table.Column<string>(type: "jsonb", nullable: true),
                    used_from = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false),
                    metadata = table.Column<string>(type: "jsonb", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamptz", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pay_subscription_items_pkey", x => new { x.project_id, x.id });
                    table.CheckConstraint("pay_subscription_items_quantity_check", "quantity >= 0");
                    table.ForeignKey(
                        name: "pay_subscription_items_livemode_price_id_fkey",
                        columns: x => new { x.project_id, x.livemode, x.price_id },
                        principalTable: "pay_prices",
                        principalColumns: new[] { "project_id", "livemode", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "pay_subscription_items_subscription_id_fkey",
                        columns: x => new { x.project_id, x.subscription_id },
                        principalTable: "pay_subscriptions",
                        principalColumns: new[] { "project_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_clock_idx",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "test_clock_id", "next_step_at" },
                filter: "test_clock_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_due_idx",
                table: "pay_subscriptions",
                column: "next_step_at",
                filter: "next_step_at is not null and test_clock_id is null");

            migrationBuilder.CreateIndex(
                name: "pay_subscriptions_schedule_id_idx",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "schedule_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoices_clock_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "test_clock_id", "next_step_at" },
                filter: "test_clock_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_invoices_cycle_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "subscription_id", "cycle_start" },
                unique: true,
                filter: "cycle_start is not null");

            migrationBuilder.CreateIndex(
                name: "pay_invoices_default_payment_method_id_idx",
                table: "pay_invoices",
                columns: new[] { "project_id", "default_payment_method_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoices_due_idx",
                table: "pay_invoices",
                column: "next_step_at",
                filter: "next_step_at is not null and test_clock_id is null");

            migrationBuilder.AddCheckConstraint(
                name: "pay_invoices_amount_check",
                table: "pay_invoices",
                sql: "amount_due >= 0 and amount_paid >= 0");

            migrationBuilder.AddCheckConstraint(
                name: "pay_invoices_number_check",
                table: "pay_invoices",
                sql: "(status = 'draft') = (number is null)");

            migrationBuilder.AddCheckConstraint(
                name: "pay_invoices_paid_check",
                table: "pay_invoices",
                sql: "status <> 'paid' or amount_paid >= amount_due");

            migrationBuilder.CreateIndex(
                name: "pay_customers_test_clock_id_idx",
                table: "pay_customers",
                columns: new[] { "project_id", "test_clock_id" },
                filter: "test_clock_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_coupons_list_id_idx",
                table: "pay_coupons",
                columns: new[] { "project_id", "list_id" });

            migrationBuilder.CreateIndex(
                name: "pay_credit_notes_customer_balance_transaction_id_idx",
                table: "pay_credit_notes",
                columns: new[] { "project_id", "customer_balance_transaction_id" });

            migrationBuilder.CreateIndex(
                name: "pay_credit_notes_customer_id_idx",
                table: "pay_credit_notes",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_credit_notes_invoice_id_idx",
                table: "pay_credit_notes",
                columns: new[] { "project_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "pay_credit_notes_livemode_number_idx",
                table: "pay_credit_notes",
                columns: new[] { "project_id", "livemode", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "pay_customer_balance_transactions_customer_id_id_idx",
                table: "pay_customer_balance_transactions",
                columns: new[] { "project_id", "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "pay_customer_balance_transactions_invoice_id_idx",
                table: "pay_customer_balance_transactions",
                columns: new[] { "project_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_items_customer_id_id_idx",
                table: "pay_invoice_items",
                columns: new[] { "project_id", "customer_id", "id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_items_invoice_id_idx",
                table: "pay_invoice_items",
                columns: new[] { "project_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_items_pending_idx",
                table: "pay_invoice_items",
                columns: new[] { "project_id", "customer_id", "currency" },
                filter: "invoice_id is null");

            migrationBuilder.CreateIndex(
                name: "pay_invoice_items_subscription_id_idx",
                table: "pay_invoice_items",
                columns: new[] { "project_id", "subscription_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_items_test_clock_id_idx",
                table: "pay_invoice_items",
                columns: new[] { "project_id", "test_clock_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_papers_blank_idx",
                table: "pay_invoice_papers",
                column: "created_at",
                filter: "pdf is null");

            migrationBuilder.CreateIndex(
                name: "pay_invoice_payments_invoice_id_idx",
                table: "pay_invoice_payments",
                columns: new[] { "project_id", "invoice_id" });

            migrationBuilder.CreateIndex(
                name: "pay_invoice_payments_payment_intent_id_idx",
                table: "pay_invoice_payments",
                columns: new[] { "project_id", "payment_intent_id" });

            migrationBuilder.CreateIndex(
                name: "pay_meter_event_identifiers_received_at_idx",
                table: "pay_meter_event_identifiers",
                column: "received_at");

            migrationBuilder.CreateIndex(
                name: "pay_meter_events_usage_idx",
                table: "pay_meter_events",
                columns: new[] { "project_id", "customer_id", "meter_id", "timestamp", "created_at" },
                filter: "cancelled_at is null")
                .Annotation("Npgsql:IndexInclude", new[] { "livemode", "value", "id" });

            migrationBuilder.CreateIndex(
                name: "pay_meters_event_name_idx",
                table: "pay_meters",
                columns: new[] { "project_id", "event_name" });

            migrationBuilder.CreateIndex(
                name: "pay_meters_livemode_event_name_idx",
                table: "pay_meters",
                columns: new[] { "project_id", "livemode", "event_name" },
                unique: true,
                filter: "status = 'active'");

            migrationBuilder.CreateIndex(
                name: "pay_prices_list_id_idx",
                table: "pay_prices",
                columns: new[] { "project_id", "list_id" });

            migrationBuilder.CreateIndex(
                name: "pay_prices_livemode_lookup_key_idx",
                table: "pay_prices",
                columns: new[] { "project_id", "livemode", "lookup_key" },
                unique: true,
                filter: "lookup_key is not null");

            migrationBuilder.CreateIndex(
                name: "pay_prices_livemode_product_id_idx",
                table: "pay_prices",
                columns: new[] { "project_id", "livemode", "product_id" });

            migrationBuilder.CreateIndex(
                name: "pay_prices_meter_id_idx",
                table: "pay_prices",
                columns: new[] { "project_id", "meter_id" },
                filter: "meter_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_products_list_id_idx",
                table: "pay_products",
                columns: new[] { "project_id", "list_id" });

            migrationBuilder.CreateIndex(
                name: "pay_promotion_codes_customer_id_idx",
                table: "pay_promotion_codes",
                columns: new[] { "project_id", "customer_id" },
                filter: "customer_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_promotion_codes_livemode_code_key_customer_id_idx",
                table: "pay_promotion_codes",
                columns: new[] { "project_id", "livemode", "code_key", "customer_id" },
                unique: true,
                filter: "active")
                .Annotation("Npgsql:NullsDistinct", false);

            migrationBuilder.CreateIndex(
                name: "pay_promotion_codes_livemode_code_key_idx",
                table: "pay_promotion_codes",
                columns: new[] { "project_id", "livemode", "code_key" });

            migrationBuilder.CreateIndex(
                name: "pay_promotion_codes_livemode_coupon_id_idx",
                table: "pay_promotion_codes",
                columns: new[] { "project_id", "livemode", "coupon_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscription_items_livemode_price_id_idx",
                table: "pay_subscription_items",
                columns: new[] { "project_id", "livemode", "price_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscription_items_subscription_id_idx",
                table: "pay_subscription_items",
                columns: new[] { "project_id", "subscription_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscription_schedules_clock_idx",
                table: "pay_subscription_schedules",
                columns: new[] { "project_id", "test_clock_id", "next_step_at" },
                filter: "test_clock_id is not null");

            migrationBuilder.CreateIndex(
                name: "pay_subscription_schedules_customer_id_idx",
                table: "pay_subscription_schedules",
                columns: new[] { "project_id", "customer_id" });

            migrationBuilder.CreateIndex(
                name: "pay_subscription_schedules_due_idx",
                table: "pay_subscription_schedules",
                column: "next_step_at",
                filter: "next_step_at is not null and test_clock_id is null");

            migrationBuilder.CreateIndex(
                name: "pay_subscription_schedules_subscription_id_idx",
                table: "pay_subscription_schedules",
                columns: new[] { "project_id", "subscription_id" });

            migrationBuilder.CreateIndex(
                name: "pay_test_clocks_deletes_after_idx",
                table: "pay_test_clocks",
                column: "deletes_after",
                filter: "deleted_at is null");

            migrationBuilder.CreateIndex(
                name: "pay_test_clocks_lease_until_idx",
                table: "pay_test_clocks",
                column: "lease_until",
                filter: "status = 'advancing'");

            migrationBuilder.AddForeignKey(
                name: "pay_customers_test_clock_id_fkey",
                table: "pay_customers",
                columns: new[] { "project_id", "test_clock_id" },
                principalTable: "pay_test_clocks",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "pay_invoices_default_payment_method_id_fkey",
                table: "pay_invoices",
                columns: new[] { "project_id", "default_payment_method_id" },
                principalTable: "pay_payment_methods",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "pay_invoices_test_clock_id_fkey",
                table: "pay_invoices",
                columns: new[] { "project_id", "test_clock_id" },
                principalTable: "pay_test_clocks",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "pay_subscriptions_schedule_id_fkey",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "schedule_id" },
                principalTable: "pay_subscription_schedules",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.AddForeignKey(
                name: "pay_subscriptions_test_clock_id_fkey",
                table: "pay_subscriptions",
                columns: new[] { "project_id", "test_clock_id" },
                principalTable: "pay_test_clocks",
                principalColumns: new[] { "project_id", "id" },
                onDelete: ReferentialAction.Restrict);

            migrationBuilder.StampEventsWithClockTime();
            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.ForgetClockTime();

            migrationBuilder.DropForeignKey(
                name: "pay_customers_test_clock_id_fkey",
                table: "pay_customers");

            migrationBuilder.DropForeignKey(
                name: "pay_invoices_default_payment_method_id_fkey",
                table: "pay_invoices");

            migrationBuilder.DropForeignKey(
                name: "pay_invoices_test_clock_id_fkey",
                table: "pay_invoices");

            migrationBuilder.DropForeignKey(
                name: "pay_subscriptions_schedule_id_fkey",
                table: "pay_subscriptions");

            migrationBuilder.DropForeignKey(
                name: "pay_subscriptions_test_clock_id_fkey",
                table: "pay_subscriptions");

            migrationBuilder.DropTable(
                name: "pay_credit_notes");

            migrationBuilder.DropTable(
                name: "pay_invoice_items");

            migrationBuilder.DropTable(
                name: "pay_invoice_papers");

            migrationBuilder.DropTable(
                name: "pay_invoice_payments");

            migrationBuilder.DropTable(
                name: "pay_meter_event_identifiers");

            migrationBuilder.DropTable(
                name: "pay_meter_events");

            migrationBuilder.DropTable(
                name: "pay_project_logos");

            migrationBuilder.DropTable(
                name: "pay_promotion_codes");

            migrationBuilder.DropTable(
                name: "pay_subscription_items");

            migrationBuilder.DropTable(
                name: "pay_subscription_schedules");

            migrationBuilder.DropTable(
                name: "pay_tax_rates");

            migrationBuilder.DropTable(
                name: "pay_customer_balance_transactions");

            migrationBuilder.DropTable(
                name: "pay_coupons");

            migrationBuilder.DropTable(
                name: "pay_prices");

            migrationBuilder.DropTable(
                name: "pay_test_clocks");

            migrationBuilder.DropTable(
                name: "pay_products");

            migrationBuilder.DropTable(
                name: "pay_meters");

            migrationBuilder.DropIndex(
                name: "pay_subscriptions_clock_idx",
                table: "pay_subscriptions");

            migrationBuilder.DropIndex(
                name: "pay_subscriptions_due_idx",
                table: "pay_subscriptions");

            migrationBuilder.DropIndex(
                name: "pay_subscriptions_schedule_id_idx",
                table: "pay_subscriptions");

            migrationBuilder.DropIndex(
                name: "pay_invoices_clock_idx",
                table: "pay_invoices");

            migrationBuilder.DropIndex(
                name: "pay_invoices_cycle_idx",
                table: "pay_invoices");

            migrationBuilder.DropIndex(
                name: "pay_invoices_default_payment_method_id_idx",
                table: "pay_invoices");

            migrationBuilder.DropIndex(
                name: "pay_invoices_due_idx",
                table: "pay_invoices");

            migrationBuilder.DropCheckConstraint(
                name: "pay_invoices_amount_check",
                table: "pay_invoices");

            migrationBuilder.DropCheckConstraint(
                name: "pay_invoices_number_check",
                table: "pay_invoices");

            migrationBuilder.DropCheckConstraint(
                name: "pay_invoices_paid_check",
                table: "pay_invoices");

            migrationBuilder.DropIndex(
                name: "pay_customers_test_clock_id_idx",
                table: "pay_customers");

            migrationBuilder.DropColumn(
                name: "anchor_config",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "cancellation_details",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "collection_method",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "days_until_due",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "default_tax_rates",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "discounts",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "invoice_texts",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "missing_payment_method",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "next_step_at",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "pause_collection",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "pending_update",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "saves_card",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "schedule_id",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "test_clock_id",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "trial_end_told",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "upcoming_told",
                table: "pay_subscriptions");

            migrationBuilder.DropColumn(
                name: "billing",
                table: "pay_projects");

            migrationBuilder.DropColumn(
                name: "branding",
                table: "pay_projects");

            migrationBuilder.DropColumn(
                name: "invoice_id",
                table: "pay_payment_intents");

            migrationBuilder.DropColumn(
                name: "submitted_at",
                table: "pay_payment_attempts");

            migrationBuilder.DropColumn(
                name: "amount_paid_out_of_band",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "attempt_count",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "attempted",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "auto_advance",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "automatically_finalizes_at",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "billing_reason",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "claimed_until",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "collection_method",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "custom_fields",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "customer",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "cycle_start",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "days_until_due",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "default_payment_method_id",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "default_tax_rates",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "discounts",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "due_told",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "effective_at",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "ending_balance",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "footer",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "last_finalization_error",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "next_payment_attempt",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "next_step_at",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "overdue",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "parent_metadata",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "post_payment_credit_notes",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "pre_payment_credit_notes",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "proration_date",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "refuses_card",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "rendering",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "retries",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "shipping",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "starting_balance",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "statement_descriptor",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "subtotal_excluding_tax",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "tax_rounding",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "test_clock_id",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "total_discounts",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "total_excluding_tax",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "total_taxes",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "tried_card",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "uncollectible_at",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "uncollectible_reason",
                table: "pay_invoices");

            migrationBuilder.DropColumn(
                name: "currency",
                table: "pay_customers");

            migrationBuilder.DropColumn(
                name: "delinquent",
                table: "pay_customers");

            migrationBuilder.DropColumn(
                name: "discount",
                table: "pay_customers");

            migrationBuilder.DropColumn(
                name: "test_clock_id",
                table: "pay_customers");

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
                .Annotation("Npgsql:Enum:pay_dispute_status", "lost,needs_response,under_review,warning_closed,warning_needs_response,warning_under_review,won")
                .Annotation("Npgsql:Enum:pay_event_status", "dispatched,pending")
                .Annotation("Npgsql:Enum:pay_future_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_gateway_event_status", "failed,processed,processing")
                .Annotation("Npgsql:Enum:pay_gateway_profile", "live,test")
                .Annotation("Npgsql:Enum:pay_invoice_status", "draft,open,paid,uncollectible,void")
                .Annotation("Npgsql:Enum:pay_ledger_account", "disputes,gateway_clearing,gateway_fees,merchant_available,merchant_pending")
                .Annotation("Npgsql:Enum:pay_ledger_step", "booked,settled")
                .Annotation("Npgsql:Enum:pay_operation_kind", "authorize,cancel,cancel_refund,capture,continue,refund")
                .Annotation("Npgsql:Enum:pay_payment_attempt_status", "abandoned,authorized,canceled,captured,challenged,declined,failed,rejected,submitted,unresolved")
                .Annotation("Npgsql:Enum:pay_payment_intent_status", "canceled,processing,requires_action,requires_capture,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_payment_method_type", "card")
                .Annotation("Npgsql:Enum:pay_refund_reason", "duplicate,fraudulent,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_refund_status", "canceled,failed,pending,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_refund_way", "lowered,returned,voided")
                .Annotation("Npgsql:Enum:pay_reporting_category", "charge,charge_failure,dispute,dispute_reversal,refund,refund_failure")
                .Annotation("Npgsql:Enum:pay_settlement_status", "none,pending,rejected,settled")
                .Annotation("Npgsql:Enum:pay_setup_attempt_status", "abandoned,failed,processing,requires_action,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_cancellation_reason", "abandoned,duplicate,requested_by_customer")
                .Annotation("Npgsql:Enum:pay_setup_intent_status", "canceled,processing,requires_action,requires_confirmation,requires_payment_method,succeeded")
                .Annotation("Npgsql:Enum:pay_setup_intent_usage", "off_session,on_session")
                .Annotation("Npgsql:Enum:pay_subscription_interval", "day,month,week,year")
                .Annotation("Npgsql:Enum:pay_subscription_status", "active,canceled,incomplete,incomplete_expired,past_due,paused,trialing,unpaid")
                .Annotation("Npgsql:Enum:pay_tax_exempt", "exempt,none,reverse")
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

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "period_start",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamptz");

            migrationBuilder.AlterColumn<DateTimeOffset>(
                name: "period_end",
                table: "pay_invoices",
                type: "timestamptz",
                nullable: true,
                oldClrType: typeof(DateTimeOffset),
                oldType: "timestamptz");

            migrationBuilder.AlterColumn<string>(
                name: "number",
                table: "pay_invoices",
                type: "text",
                nullable: true,
                oldClrType: typeof(string),
                oldType: "text",
                oldNullable: true,
                oldCollation: "C");

            migrationBuilder.AddCheckConstraint(
                name: "pay_invoices_amount_check",
                table: "pay_invoices",
                sql: "amount_due >= 0 and amount_paid between 0 and amount_due");

            migrationBuilder.AddCheckConstraint(
                name: "pay_invoices_number_check",
                table: "pay_invoices",
                sql: "status = 'draft' or number is not null");
        }
    }
}
