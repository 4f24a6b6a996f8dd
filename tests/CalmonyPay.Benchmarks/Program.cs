return await CalmonyPay.Benchmarks.Settings.RunAsync(args, CalmonyPay.Benchmarks.Bench.RunAsync);
