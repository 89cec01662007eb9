using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace ClearSettings.Domain;

/// <summary>
/// All times are UTC; SQLite forgets that when it reads them back. PostgreSQL keeps microseconds, so both do.
/// </summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(
        time => new DateTime(time.Ticks - time.Ticks % 10, DateTimeKind.Utc),
        time => DateTime.SpecifyKind(time, DateTimeKind.Utc)
    );
