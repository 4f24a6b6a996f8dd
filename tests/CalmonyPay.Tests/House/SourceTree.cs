namespace CalmonyPay.Tests.House;

/// <summary>The repository that these tests were built from: tests about the code itself read it.</summary>
internal static class SourceTree
{
    public static string Root { get; } = Find();

    /// <summary>A project's C# files, without what the compiler makes.</summary>
    public static IEnumerable<SourceFile> Files(string project) =>
        from path in Directory.EnumerateFiles(Path.Combine(Root, "src", project), "*.cs", SearchOption.AllDirectories)
        let within = Path.GetRelativePath(Path.Combine(Root, "src", project), path).Replace('\\', '/')
        where !within.StartsWith("obj/", StringComparison.Ordinal) && !within.StartsWith("bin/", StringComparison.Ordinal)
        select new SourceFile(project, within, File.ReadAllText(path));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "CalmonyPay.sln"))) return folder.FullName;
        throw new InvalidOperationException("The tests do not run from within the repository.");
    }
}

/// <param name="Path">Within the project, with slashes.</param>
internal sealed record SourceFile(string Project, string Path, string Text)
{
    /// <summary>The first folder; empty for a file at the project's top.</summary>
    public string Room => Path.Contains('/', StringComparison.Ordinal) ? Path[..Path.IndexOf('/', StringComparison.Ordinal)] : "";
}
