using CalmonyPay;

await PayHost.Build(args).RunAsync();
