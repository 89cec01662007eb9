using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Tests.App;

/// <summary>Runs use cases of the domain.</summary>
internal static class UseCases
{
    /// <summary>
    /// Runs a use case as that person: <c>app.RunAsync(app.Olga, (DeleteGroups groups) => groups.RunAsync([id]))</c>.
    /// </summary>
    public static Task<T> RunAsync<TUseCase, T>(this TestApp app, Person? person, Func<TUseCase, Task<T>> run)
        where TUseCase : notnull => app.InAsync(person, services => run(services.GetRequiredService<TUseCase>()));
}
