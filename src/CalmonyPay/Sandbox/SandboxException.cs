using CalmonyPay.Platform.Errors;

namespace CalmonyPay.Sandbox;

/// <summary>The sandbox cannot start or go on. The message fits one screen.</summary>
public sealed class SandboxException : OperatorException
{
    public SandboxException(string message) : base(message) { }

    public SandboxException(string message, Exception inner) : base(message, inner) { }
}
