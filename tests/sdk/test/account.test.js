import assert from 'node:assert/strict';
import { stripe, test } from '../support/suite.js';

test('The account is the key\'s project', async () => {
  const account = await stripe.accounts.retrieveCurrent();
  assert.match(account.id, /^acct_/);
  assert.equal(account.object, 'account');
  assert.equal(account.charges_enabled, true);
  assert.equal((await stripe.accounts.retrieve(null)).id, account.id);
});
