namespace CalmonyPay.Commands.Triggers;

/// <summary>
/// One request of a trigger. <c>{name}</c> in its path and form stands for the id of an earlier step's answer,
/// <c>{name.field}</c> for a field of it.
/// </summary>
/// <param name="Name">What later steps call the answer.</param>
/// <param name="Path">What follows <c>/v1/</c>.</param>
/// <param name="Form"><c>name=value</c> each; not for a GET, which looks until the list has something in it.</param>
/// <param name="Status">What is answered if all goes well: 402 for a card that is meant to be declined.</param>
internal sealed record Step(HttpMethod Method, string Name, string Path, IReadOnlyList<string> Form, int Status = 200)
{
    public static Step Post(string name, string path, params string[] form) => new(HttpMethod.Post, name, path, form);

    public static Step Delete(string name, string path) => new(HttpMethod.Delete, name, path, []);

    /// <summary>Waits for what happens by itself, and takes the list's first object.</summary>
    public static Step Await(string name, string path) => new(HttpMethod.Get, name, path, []);

    public Step Declined() => this with { Status = 402 };

    /// <summary>The same with more to say.</summary>
    public Step With(params string[] more) => this with { Form = [.. Form, .. more] };
}
