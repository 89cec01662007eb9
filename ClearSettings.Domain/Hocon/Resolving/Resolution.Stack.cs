using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ClearSettings.Domain.Hocon;

/// <summary>How long a chain of substitutions can be, and the stack that it runs on.</summary>
internal sealed partial class Resolution
{
    private const int StackSize = 64 << 20;
    private const int LevelsOnCallersStack = 64;
    private const int StepsOfThread = 500;

    private int _level;

    private bool _onOwnStack;

    /// <summary>
    /// One level deeper; true where the work must go on with a stack of its own, so that long chains need nothing of
    /// the caller's.
    /// </summary>
    private bool Enter(Origin origin)
    {
        if (++_level > _options.Limits.MaxChain)
            throw _budget.Broken(
                "chain",
                origin,
                $"More than {_options.Limits.MaxChain:N0} substitutions depend on each other in one chain."
            );
        var enough = RuntimeHelpers.TryEnsureSufficientExecutionStack();
        if (!_onOwnStack)
            return !enough || _level > LevelsOnCallersStack;
        return enough ? false : throw _budget.Broken("chain", origin, "The chain of substitutions is too long.");
    }

    private TResult RunOnOwnStack<T, TResult>(T about, Func<T, TResult> work)
    {
        var (value, failure) = (default(TResult)!, default(ExceptionDispatchInfo));
        var thread = new Thread(
            () =>
            {
                try
                {
                    value = work(about);
                }
                catch (Exception e)
                {
                    failure = ExceptionDispatchInfo.Capture(e);
                }
            },
            StackSize
        );
        _budget.Count(StepsOfThread);
        _onOwnStack = true;
        thread.Start();
        thread.Join();
        _onOwnStack = false;
        failure?.Throw();
        return value;
    }
}
