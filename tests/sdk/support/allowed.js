// Everything in which our responses may differ from the SDK's types, each with its reason. Nothing else is let pass.

/** Keys that the types do not know, by the wire's `object` value. */
export const extraKeys = {
  // The object's own sequence number: a consumer can order events and prove that none is missing.
  event: ['sequence', 'previous_event'],
  // Our own: order per object, why we stopped sending, since when nothing has arrived, and until when the last secret signs.
  webhook_endpoint: ['strict_order', 'disabled_reason', 'failing_since', 'previous_secret_expires_at'],
  // What SDKs before 2025 read; the newest have it elsewhere.
  invoice: ['subscription', 'payment_intent', 'paid', 'tax'],
  line_item: ['proration', 'type', 'invoice_item', 'subscription_item'],
  invoiceitem: ['subscription', 'subscription_item', 'unit_amount', 'unit_amount_decimal'],
  credit_note: ['refund'],
  subscription: ['current_period_start', 'current_period_end', 'plan', 'quantity', 'discount'],
};

/** Keys below which only the names are checked: values there are parts of objects, and metadata shows null for "was absent". */
export const partial = ['previous_attributes'];

/** Values beyond the literals of one of the SDK's open unions, by `Type.property`. */
export const extraValues = {
};

/** Keys that the types require and the API documents as left out, by `Type.property`. */
export const mayBeMissing = [
];

/**
 * Keys that stripe 11 (API 2022-11-15) requires and that the API has dropped or renamed since, by the wire's `object` value.
 * An old SDK that talks to the newest API version misses them, as it does with Stripe.
 */
export const goneSince2022 = {
  charge: ['destination', 'dispute', 'invoice', 'refunds'],
  payment_intent: ['invoice', 'transfer_data'],
  plan: ['aggregate_usage'],
  'Price.Recurring': ['aggregate_usage'],
  product: ['attributes', 'caption'],
  setup_intent: ['flow_directions'],
};
