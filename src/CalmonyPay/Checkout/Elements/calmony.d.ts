/** Types of calmony.js, the browser's half of a CalmonyPay server. Load the script from the server itself: `<script src="https://pay.example.com/v1/calmony.js"></script>`. */
declare function Calmony(publishableKey: string, settings?: { locale?: CalmonyLocale }): Calmony.Calmony;

/** A BCP 47 tag that the server has texts for; `auto` asks the browser. */
type CalmonyLocale = 'auto' | 'en' | 'cy' | 'fr' | 'de' | 'es' | 'pl';

declare namespace Calmony {
  interface Calmony {
    elements(options?: { locale?: CalmonyLocale }): { create(type: 'card', options?: CardElementOptions): CardElement };

    /** Makes a payment method of the card in the element. */
    createPaymentMethod(data: { type: 'card'; card: CardElement; billing_details?: BillingDetails; metadata?: Record<string, string> }): Promise<Result<'paymentMethod', PaymentMethod>>;
    /** Makes a single-use token of the card in the element. */
    createToken(element: CardElement): Promise<Result<'token', { id: string; [field: string]: unknown }>>;

    /**
     * Confirms a payment. Where the shopper has to authenticate, the whole page goes to the server's 3-D Secure page and comes back to
     * `return_url` (this page, unless another is named) with `payment_intent`, `payment_intent_client_secret` and `redirect_status`; with
     * `handleActions: false` the intent is returned in `requires_action` instead.
     */
    confirmCardPayment(clientSecret: string, data?: ConfirmData, options?: { handleActions?: boolean }): Promise<Result<'paymentIntent', Intent>>;
    /** The same for a setup intent: the card is checked and kept, nothing is taken. */
    confirmCardSetup(clientSecret: string, data?: ConfirmData, options?: { handleActions?: boolean }): Promise<Result<'setupIntent', Intent>>;
    /** Goes to the page that an intent in `requires_action` waits for; answers at once if there is nothing to do. */
    handleNextAction(options: { clientSecret: string }): Promise<{ paymentIntent?: Intent; setupIntent?: Intent; error?: CalmonyError }>;
    handleCardAction(clientSecret: string): Promise<Result<'paymentIntent', Intent>>;
    retrievePaymentIntent(clientSecret: string): Promise<Result<'paymentIntent', Intent>>;
    retrieveSetupIntent(clientSecret: string): Promise<Result<'setupIntent', Intent>>;
    /** Leaves for the hosted page of a checkout session. */
    redirectToCheckout(options: { sessionId: string }): Promise<never>;
  }

  interface CardElement {
    mount(where: string | Element): void;
    unmount(): void;
    destroy(): void;
    on(event: 'ready' | 'focus' | 'blur' | 'escape', listener: () => void): CardElement;
    on(event: 'change', listener: (state: CardState) => void): CardElement;
    off(event: string, listener?: (...args: never[]) => void): CardElement;
    focus(): void;
    blur(): void;
    clear(): void;
    update(options: CardElementOptions): void;
  }

  interface CardElementOptions {
    disabled?: boolean;
    /** CSS of the text in the frame. Other properties are ignored. */
    style?: { base?: TextStyle & { '::placeholder'?: { color?: string } }; invalid?: { color?: string } };
  }

  interface TextStyle { color?: string; fontFamily?: string; fontSize?: string; fontWeight?: string; letterSpacing?: string }

  interface CardState {
    empty: boolean;
    complete: boolean;
    /** `visa`, `mastercard`, `amex`, …, or `unknown`. */
    brand: string;
    /** What is wrong with what was typed, in the element's language. */
    error?: { type: 'validation_error'; code: 'invalid_number' | 'incomplete_number' | 'invalid_expiry' | 'incomplete_expiry' | 'invalid_expiry_year_past' | 'incomplete_cvc'; message: string };
  }

  interface ConfirmData {
    /** A card element, a token, or the id of a payment method. */
    payment_method?: string | { card: CardElement | { token: string }; billing_details?: BillingDetails };
    return_url?: string;
    receipt_email?: string;
    setup_future_usage?: 'on_session' | 'off_session';
    shipping?: { name: string; phone?: string; address: Address };
  }

  interface BillingDetails { name?: string; email?: string; phone?: string; address?: Address }
  interface Address { line1?: string; line2?: string; city?: string; state?: string; postal_code?: string; country?: string }
  interface PaymentMethod { id: string; type: 'card'; card: { brand: string; last4: string; exp_month: number; exp_year: number }; [field: string]: unknown }
  interface Intent { id: string; client_secret: string; status: string; next_action: { type: string; redirect_to_url?: { url: string; return_url: string | null } } | null; [field: string]: unknown }
  interface CalmonyError { type: string; code?: string; decline_code?: string; message: string; param?: string; [field: string]: unknown }

  /** One of the two is there. */
  type Result<Name extends string, What> = { [name in Name]?: What } & { error?: CalmonyError };
}
