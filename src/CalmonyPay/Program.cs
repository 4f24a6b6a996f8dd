return await CalmonyPay.Commands.CommandLine.RunAsync(args);
