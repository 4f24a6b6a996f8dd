"""The main flow through Stripe's Python SDK 5 (Debian's python3-stripe, API version 2022-11-15), against a running host.

    CALMONYPAY_URL=http://127.0.0.1:5252 python3 -m unittest -v test_flow
"""

import http.server
import os
import queue
import re
import threading
import time
import unittest
import unittest.mock
import uuid

import stripe

stripe.api_base = (os.environ.get("CALMONYPAY_URL") or "http://127.0.0.1:5252").rstrip("/")
stripe.api_key = os.environ.get("CALMONYPAY_SECRET_KEY") or "sk_test_sandbox"
stripe.max_network_retries = 0
stripe.enable_telemetry = False

CARD = {"number": "4242424242424242", "exp_month": 12, "exp_year": 2034, "cvc": "123"}


def pay(**more):
    params = {"amount": 2000, "currency": "gbp", "payment_method": "pm_card_visa", "payment_method_types": ["card"], "confirm": True}
    return stripe.PaymentIntent.create(**{**params, **more})


class Receiver(http.server.BaseHTTPRequestHandler):
    """Keeps what it is sent, for whoever waits for it."""

    got = queue.Queue()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        Receiver.got.put((self.headers, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        pass


class Flow(unittest.TestCase):
    def test_a_delivery_is_verified_and_a_wrong_one_refused(self):
        server = http.server.HTTPServer(("127.0.0.1", 0), Receiver)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        endpoint = stripe.WebhookEndpoint.create(url=f"http://127.0.0.1:{server.server_port}/hooks", enabled_events=["customer.created"])
        secret = endpoint.secret
        try:
            customer = stripe.Customer.create(name="Ada")
            headers, body = Receiver.got.get(timeout=30)
        finally:
            endpoint.delete()
            server.shutdown()
            server.server_close()
        signature = headers["Stripe-Signature"]
        event = stripe.Webhook.construct_event(body, signature, secret)
        self.assertEqual((event.type, event.data.object.id), ("customer.created", customer.id))
        for payload, header, key in [
            (body + b" ", signature, secret),
            (body, signature, secret[:-2] + "A="),
            (body, re.sub(r"t=\d+", "t=1", signature), secret),
        ]:
            with self.assertRaises(stripe.error.SignatureVerificationError):
                stripe.Webhook.construct_event(payload, header, key)
        with unittest.mock.patch("time.time", return_value=time.time() + 301):
            with self.assertRaises(stripe.error.SignatureVerificationError):
                stripe.Webhook.construct_event(body, signature, secret)

    def test_a_customer_lives_and_is_deleted(self):
        email = f"{uuid.uuid4().hex}@example.com"
        customer = stripe.Customer.create(email=email, metadata={"a": "1"}, address={"city": "London"})
        self.assertEqual(stripe.Customer.modify(customer.id, name="Ada").name, "Ada")
        self.assertEqual([each.id for each in stripe.Customer.list(email=email)], [customer.id])
        self.assertEqual(stripe.Customer.search(query=f'email:"{email}"').data[0].id, customer.id)
        self.assertTrue(customer.delete().deleted)
        self.assertTrue(stripe.Customer.retrieve(customer.id).deleted)

    def test_a_card_is_saved_and_charged_off_session(self):
        customer = stripe.Customer.create()
        card = stripe.PaymentMethod.create(type="card", card=CARD)
        stripe.PaymentMethod.attach(card.id, customer=customer.id)
        paid = pay(customer=customer.id, payment_method=card.id, off_session=True)
        self.assertEqual(paid.status, "succeeded")
        self.assertEqual(stripe.PaymentMethod.list(customer=customer.id, type="card").data[0].card.last4, "4242")
        self.assertIsNone(stripe.PaymentMethod.detach(card.id).customer)

    def test_a_payment_is_held_captured_and_refunded(self):
        held = pay(capture_method="manual")
        self.assertEqual(held.status, "requires_capture")
        paid = stripe.PaymentIntent.capture(held.id, amount_to_capture=1500, expand=["latest_charge.balance_transaction"])
        self.assertEqual(paid.latest_charge.balance_transaction.amount, 1500)
        refund = stripe.Refund.create(payment_intent=paid.id)
        self.assertEqual((refund.amount, refund.status), (1500, "succeeded"))
        with self.assertRaises(stripe.error.InvalidRequestError) as refusal:
            stripe.Refund.create(payment_intent=paid.id)
        self.assertEqual(refusal.exception.code, "charge_already_refunded")

    def test_an_open_payment_is_canceled(self):
        made = stripe.PaymentIntent.create(amount=2000, currency="gbp", payment_method_types=["card"])
        self.assertEqual(stripe.PaymentIntent.cancel(made.id).status, "canceled")

    def test_a_token_is_charged_the_old_way(self):
        charge = stripe.Charge.create(amount=2000, currency="gbp", source=stripe.Token.create(card=CARD).id, capture=False)
        self.assertFalse(charge.captured)
        self.assertTrue(stripe.Charge.capture(charge.id).captured)

    def test_a_card_is_set_up(self):
        customer = stripe.Customer.create()
        done = stripe.SetupIntent.create(customer=customer.id, payment_method="pm_card_visa", payment_method_types=["card"], confirm=True)
        self.assertEqual(done.status, "succeeded")

    def test_lists_are_read_to_their_end(self):
        customer = stripe.Customer.create()
        made = [stripe.PaymentIntent.create(amount=2000, currency="gbp", customer=customer.id).id for _ in range(5)]
        listed = [each.id for each in stripe.PaymentIntent.list(customer=customer.id, limit=2).auto_paging_iter()]
        self.assertEqual(listed, made[::-1])

    def test_events_and_the_balance_are_read(self):
        self.assertEqual(stripe.Event.list(type="customer.*", limit=1).object, "list")
        self.assertFalse(stripe.Balance.retrieve().livemode)
        self.assertTrue(stripe.Account.retrieve().id.startswith("acct_"))

    def test_a_decline_is_a_card_error_with_the_intent_inside(self):
        with self.assertRaises(stripe.error.CardError) as refusal:
            pay(payment_method="pm_card_visa_chargeDeclinedInsufficientFunds")
        error = refusal.exception
        self.assertEqual((error.http_status, error.code, error.error.decline_code), (402, "card_declined", "insufficient_funds"))
        self.assertEqual(error.error.payment_intent["status"], "requires_payment_method")

    def test_errors_have_their_classes(self):
        with self.assertRaises(stripe.error.InvalidRequestError) as refusal:
            stripe.PaymentIntent.create(amount="much", currency="gbp")
        self.assertEqual(refusal.exception.param, "amount")
        with self.assertRaises(stripe.error.AuthenticationError):
            stripe.Customer.list(api_key="sk_test_nobodyhasthis")
        with self.assertRaises(stripe.error.PermissionError):
            stripe.Customer.list(api_key=os.environ.get("CALMONYPAY_PUBLISHABLE_KEY") or "pk_test_sandbox")
        key = uuid.uuid4().hex
        stripe.Customer.create(name="Ada", idempotency_key=key)
        with self.assertRaises(stripe.error.IdempotencyError):
            stripe.Customer.create(name="Grace", idempotency_key=key)


if __name__ == "__main__":
    unittest.main()
