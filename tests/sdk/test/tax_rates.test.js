import assert from 'node:assert/strict';
import { invalid, notFound, stripe, test } from '../support/suite.js';

test('A tax rate is made, changed and listed', async () => {
  const made = await stripe.taxRates.create({ display_name: 'VAT', inclusive: true, percentage: 19.6, country: 'FR', jurisdiction: 'FR', tax_type: 'vat', metadata: { a: '1' } });
  assert.match(made.id, /^txr_/);
  assert.equal(made.percentage, 19.6);
  assert.deepEqual({ ...(await stripe.taxRates.retrieve(made.id)) }, { ...made });
  assert.equal((await stripe.taxRates.list({ active: true, inclusive: true, limit: 1 })).data[0].id, made.id);
  assert.equal((await stripe.taxRates.update(made.id, { active: false, description: 'old' })).active, false);
  await invalid(stripe.taxRates.update(made.id, { percentage: 20 }), { code: 'parameter_unknown', param: 'percentage' });
  await invalid(stripe.taxRates.create({ display_name: 'x', inclusive: true, percentage: 101 }), { param: 'percentage' });
  await notFound(stripe.taxRates.retrieve('txr_none'), { param: 'tax_rate' });
});
