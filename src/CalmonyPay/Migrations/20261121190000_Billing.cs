using System;
using CalmonyPay.Platform.Time;
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
                .Annotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
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

            migrationBuilder.StampEventsWithClockTime();
            migrationBuilder.ProtectTables();
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "pay_test_clocks");

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
                .OldAnnotation("Npgsql:Enum:pay_test_clock_status", "advancing,internal_failure,ready")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_kind", "dry_run,event,replay,resend")
                .OldAnnotation("Npgsql:Enum:pay_webhook_delivery_status", "failed,pending,succeeded")
                .OldAnnotation("Npgsql:Enum:pay_webhook_disabled_reason", "failing,gone")
                .OldAnnotation("Npgsql:Enum:pay_webhook_endpoint_status", "disabled,enabled");
        }
    }
}
