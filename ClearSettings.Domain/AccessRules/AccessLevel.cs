namespace ClearSettings.Domain.AccessRules;

/// <summary>How far the access to an object goes. A higher level includes the lower ones. Stored by number.</summary>
public enum AccessLevel : byte
{
    None,
    Read,
    Modify,
}
