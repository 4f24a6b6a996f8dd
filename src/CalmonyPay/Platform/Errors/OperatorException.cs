namespace CalmonyPay.Platform.Errors;

/// <summary>
/// The program cannot do what its operator asked. The message is written for the person at the terminal and says what to
/// do; it is printed as it is, without a stack trace, and the program exits with 1.
/// </summary>
public class OperatorException : Exception
{
    public OperatorException(string message) : base(message) { }

    public OperatorException(string message, Exception inner) : base(message, inner) { }
}
