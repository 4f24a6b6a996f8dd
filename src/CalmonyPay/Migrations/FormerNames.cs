// Landed migrations name types as they were called then, and a landed migration never changes.
global using SubscriptionInterval = CalmonyPay.Catalog.Prices.BillingInterval;
