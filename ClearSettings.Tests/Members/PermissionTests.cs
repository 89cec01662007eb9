using ClearSettings.Domain;

namespace ClearSettings.Tests.Members;

public sealed class PermissionTests
{
    [Theory]
    [InlineData(Permission.ReadWorkspace, MemberRole.Member)]
    [InlineData(Permission.ReadVaults, MemberRole.Member)]
    [InlineData(Permission.EditOwnProfile, MemberRole.Member)]
    [InlineData(Permission.EditOwnPreferences, MemberRole.Member)]
    [InlineData(Permission.AllowImpersonation, MemberRole.Member)]
    [InlineData(Permission.ManageOwnCredentials, MemberRole.Member)]
    [InlineData(Permission.EditOwnVault, MemberRole.Member)]
    [InlineData(Permission.ManageOwnStorage, MemberRole.Member)]
    [InlineData(Permission.ManageWorkspace, MemberRole.Admin)]
    [InlineData(Permission.ManageUsers, MemberRole.Admin)]
    [InlineData(Permission.ManageGroups, MemberRole.Admin)]
    [InlineData(Permission.ManageVaults, MemberRole.Admin)]
    [InlineData(Permission.ManageServiceAccounts, MemberRole.Admin)]
    [InlineData(Permission.ManageAccessRules, MemberRole.Admin)]
    [InlineData(Permission.ManageResources, MemberRole.Admin)]
    [InlineData(Permission.CheckAccess, MemberRole.Admin)]
    [InlineData(Permission.ManageStorageCleanup, MemberRole.Admin)]
    [InlineData(Permission.ReadStorageCleanup, MemberRole.Admin)]
    [InlineData(Permission.ReadAuditLog, MemberRole.Admin)]
    [InlineData(Permission.TransferOwnership, MemberRole.Owner)]
    [InlineData(Permission.RequireTwoFactor, MemberRole.Owner)]
    [InlineData(Permission.AcceptOwnership, MemberRole.Member)]
    [InlineData(Permission.ManageServer, MemberRole.Owner)]
    [InlineData(Permission.UseSystemActions, (MemberRole)99)]
    public void Each_permission_begins_with_a_role_and_all_above_have_it(Permission permission, MemberRole lowest) =>
        Assert.All(Enum.GetValues<MemberRole>(), role => Assert.Equal(role >= lowest, role.Has(permission)));

    [Fact]
    public void Every_permission_is_in_the_list_above()
    {
        var listed = typeof(PermissionTests)
            .GetMethod(nameof(Each_permission_begins_with_a_role_and_all_above_have_it))!
            .GetCustomAttributes(typeof(InlineDataAttribute), false)
            .Cast<InlineDataAttribute>()
            .Select(a => (Permission)a.Data[0]!);
        Assert.Equal(Enum.GetValues<Permission>(), listed);
    }

    [Fact]
    public void A_permission_requires_recent_authentication_unless_it_is_exempt() =>
        Assert.Equal(
            [
                Permission.ReadWorkspace,
                Permission.ReadVaults,
                Permission.EditOwnProfile,
                Permission.EditOwnPreferences,
                Permission.ManageWorkspace,
                Permission.ReadAuditLog,
            ],
            Enum.GetValues<Permission>().Where(p => !p.RequiresRecentAuthentication())
        );

    [Fact]
    public void No_one_has_nothing_and_an_unknown_role_neither()
    {
        Assert.All(Enum.GetValues<Permission>(), p => Assert.False(new Current().Can(p)));
        Assert.All(Enum.GetValues<Permission>(), p => Assert.False(((MemberRole)99).Has(p)));
        Assert.Throws<InvalidOperationException>(() => new Current().WorkspaceId);
    }
}
