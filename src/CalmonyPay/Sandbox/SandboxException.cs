namespace CalmonyPay.Sandbox;

/// <summary>
/// The sandbox cannot start or go on. The message is written for the person at the terminal: it fits one screen and says what
/// to do. The host prints it as it is and exits with 1.
/// </summary>
public sealed class SandboxException : Exception
{
    public SandboxException(string message) : base(message) { }

    public SandboxException(string message, Exception inner) : base(message, inner) { }
}
