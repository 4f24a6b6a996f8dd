namespace CalmonyPay.Cardstream; internal static class Placeholder;
