namespace CalmonyPay.Tests.House;

/// <summary>
/// The core of the schema as the product's founding documents name it: nothing of it may be missing. Enums and tables may
/// have more.
/// </summary>
internal static class SeedNames
{
    /// <summary>Tables, the columns that they are known to have, and their indexes by leading columns.</summary>
    public static readonly (string Table, string[] Columns, string[] Indexes)[] Tables =
    [
        ("pay_projects", ["id uuid"], []),
        ("pay_api_keys", ["id uuid", "project_id uuid", "type pay_api_key_type", "env pay_api_key_env", "key_hash bytea"], []),
        ("pay_customers", ["id text", "project_id uuid", "name text", "email text", "address jsonb", "status pay_customer_status", "deleted_at timestamp with time zone"],
            ["project_id,status", "project_id,email"]),
        ("pay_payment_methods", ["id text", "project_id uuid", "type pay_payment_method_type", "customer_id text", "last4 text", "exp_month integer", "exp_year integer", "brand text"],
            ["project_id,customer_id"]),
        ("pay_payment_intents", ["id text", "project_id uuid", "amount bigint", "status pay_payment_intent_status", "customer_id text", "canonical_payload jsonb"],
            ["project_id,status", "project_id,customer_id"]),
        ("pay_subscriptions", ["id text", "project_id uuid", "status pay_subscription_status", "interval pay_subscription_interval", "customer_id text", "trial_end timestamp with time zone", "cancel_at_period_end boolean"],
            ["project_id,status", "project_id,customer_id"]),
        ("pay_invoices", ["id text", "project_id uuid", "status pay_invoice_status", "customer_id text", "subscription_id text", "number text", "lines jsonb", "invoice_pdf text"],
            ["project_id,status", "project_id,customer_id"]),
        ("pay_checkout_sessions", ["id text", "project_id uuid", "status pay_checkout_session_status", "mode pay_checkout_session_mode", "expires_at timestamp with time zone"],
            ["project_id,status", "expires_at"]),
        ("pay_webhook_endpoints", ["id text", "project_id uuid", "url text", "status pay_webhook_endpoint_status", "secret_hash bytea", "secret_encrypted bytea"], ["project_id,status"]),
        ("pay_webhook_deliveries", ["id uuid", "project_id uuid", "webhook_endpoint_id text", "event_id text", "response_status integer", "retry_count integer"],
            ["webhook_endpoint_id", "event_id"]),
        ("pay_events", ["id text", "project_id uuid", "type text", "status pay_event_status"], ["project_id,status"]),
        ("pay_idempotency_keys", ["id uuid", "project_id uuid", "key text", "expires_at timestamp with time zone"], ["project_id,key", "expires_at"]),
        ("pay_invoice_sequences", ["project_id uuid"], []),
    ];

    /// <summary>Enums and the labels that they are known to have.</summary>
    public static readonly (string Enum, string[] Labels)[] Enums =
    [
        ("pay_api_key_type", ["secret", "publishable"]),
        ("pay_api_key_env", ["live", "test"]),
        ("pay_customer_status", ["active", "deleted"]),
        ("pay_payment_method_type", ["card"]),
        ("pay_payment_intent_status", ["requires_payment_method", "requires_confirmation", "requires_action", "processing", "requires_capture", "canceled", "succeeded"]),
        ("pay_subscription_status", ["incomplete", "incomplete_expired", "trialing", "active", "past_due", "canceled", "unpaid", "paused"]),
        ("pay_subscription_interval", ["day", "week", "month", "year"]),
        ("pay_invoice_status", ["draft", "open", "paid", "void", "uncollectible"]),
        ("pay_checkout_session_status", ["open", "complete", "expired"]),
        ("pay_checkout_session_mode", ["payment", "subscription", "setup"]),
        ("pay_webhook_endpoint_status", ["enabled", "disabled"]),
        ("pay_event_status", ["pending"]),
    ];

    /// <summary>What every table's primary key is: project and id, but for the two that are about the project itself.</summary>
    public static string PrimaryKeyOf(string table) => table switch
    {
        "pay_projects" => "id",
        "pay_invoice_sequences" => "project_id",
        _ => "project_id,id",
    };
}
