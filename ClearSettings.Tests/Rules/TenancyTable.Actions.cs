namespace ClearSettings.Tests.Rules;

internal static partial class TenancyTable
{
    /// <summary>
    /// Action: a body about Olga's things, and the codes for no one, Mia, Adam, Olga and Eve (by their own
    /// credentials).
    /// </summary>
    public static readonly Dictionary<string, (string Body, string Codes)> Actions = new()
    {
        ["access.check"] = (
            """{"type": "task", "resource": "t1", "action": "read"}""",
            "401/20 200/0 200/0 200/0 200/0"
        ),
        ["access.check_many"] = ("""{"user": "USER", "checks": []}""", "401/20 403/20 200/0 200/0 200/0"),
        ["access.explain"] = (
            """{"user": "USER", "type": "task", "resource": "t1", "action": "read"}""",
            "401/20 403/20 200/0 200/0 200/0"
        ),
        ["access.list"] = ("""{"user": "USER", "type": "task", "action": "read"}""", "401/20 403/20 200/0 200/0 200/0"),
        ["access_rules.create"] = (
            """{"rule": {"resource_type": "task", "permission": "read", "groups": ["GROUP"]}}""",
            "401/20 403/20 200/0 200/0 400/12"
        ),
        ["access_rules.delete"] = ("""{"ids": ["RULE"]}""", "401/20 403/20 200/0 200/0 400/10"),
        ["access_rules.export"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["access_rules.get_all"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["access_rules.get_versions"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["access_rules.import"] = (
            """{"yaml": "rules: [{resource_type: task, permission: read, groups: [GROUP]}]", "dry_run": true}""",
            "401/20 403/20 200/0 200/0 400/12"
        ),
        ["access_rules.preview"] = ("""{"delete": ["RULE"]}""", "401/20 403/20 200/0 200/0 400/10"),
        ["access_rules.restore"] = ("""{"version": 1}""", "401/20 403/20 200/0 200/0 200/0"),
        ["access_rules.update"] = (
            """{"rule": {"id": "RULE", "resource_type": "task", "permission": "read", "groups": ["GROUP"]}}""",
            "401/20 403/20 200/0 200/0 400/10"
        ),
        ["auth.create_credentials"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.create_service_user"] = ("{}", "401/20 403/20 400/11 400/11 400/11"),
        ["auth.create_user"] = (
            """{"name": "Nobody", "email": "nobody@example.com"}""",
            "401/20 403/20 400/11 400/11 400/11"
        ),
        ["auth.delete_user"] = ("""{"user": "USER"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["auth.edit_credentials"] = ("""{"access_key": "KEY", "label": "Mine"}""", "401/20 400/75 400/75 200/0 400/75"),
        ["auth.edit_user"] = ("""{"user": "USER", "role": "user"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["auth.fixed_users_mode"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["auth.get_credentials"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.get_token_for_user"] = ("""{"user": "USER"}""", "401/20 403/20 403/20 403/20 403/20"),
        ["auth.login"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.logout"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["auth.revoke_credentials"] = ("""{"access_key": "KEY"}""", "401/20 400/300 400/300 200/0 400/300"),
        ["auth.validate_token"] = ("""{"token": "x"}""", "401/20 403/20 200/0 200/0 200/0"),
        ["debug.ping"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["login.add_whitelist_entries"] = ("""{"emails": ["ivan@example.com"]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["login.get_settings"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["login.logout"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["login.remove_whitelist_entries"] = (
            """{"emails": ["ivan@example.com"]}""",
            "401/20 403/20 200/0 200/0 200/0"
        ),
        ["login.set_domains"] = ("""{"domains": ["example.com"]}""", "401/20 403/20 400/12 400/12 400/12"),
        ["login.supported_modes"] = ("{}", "200/0 200/0 200/0 200/0 200/0"),
        ["organization.get_user_companies"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["organization.update_company_name"] = (
            """{"new_name": "Taken over", "company": "USER"}""",
            "401/20 403/20 400/10 400/10 400/10"
        ),
        ["permissions.add_or_update_user_group"] = (
            """{"id": "GROUP", "name": "Taken over", "users": ["USER"]}""",
            "401/20 403/20 200/0 400/801 400/10"
        ),
        ["permissions.delete_user_groups"] = ("""{"groups": ["GROUP"]}""", "401/20 403/20 200/0 200/0 400/10"),
        ["permissions.get_company_users"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["permissions.get_user_groups"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["resources.delete"] = ("""{"resources": [{"type": "task", "id": "t1"}]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["resources.get_all"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["resources.upsert"] = (
            """{"resources": [{"type": "task", "id": "t1", "name": "Train"}]}""",
            "401/20 403/20 200/0 200/0 200/0"
        ),
        ["server.config"] = ("{}", "401/20 403/20 403/20 200/0 200/0"),
        ["server.endpoints"] = ("{}", "401/20 403/20 403/20 200/0 200/0"),
        ["server.info"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["server.report_stats_option"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["sessions.end"] = (
            """{"session": "0123456789abcdef0123456789abcdef"}""",
            "401/20 400/10 400/10 400/10 400/10"
        ),
        ["sessions.get_all"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.add_or_update_vault"] = (
            """{"vault": {"id": "VAULT", "data": "a = 2"}}""",
            "401/20 400/10 200/0 200/0 400/10"
        ),
        ["users.create"] = (
            """{"id": "0123456789abcdef0123456789abcdef", "name": "Nobody", "company": "USER"}""",
            "401/20 403/20 403/20 403/20 403/20"
        ),
        ["users.delete"] = ("""{"user": "USER"}""", "401/20 403/20 403/20 403/20 403/20"),
        ["users.delete_vaults"] = ("""{"vaults": ["VAULT"]}""", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_organization_vaults"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vault_operations_log"] = ("""{"vaults": ["VAULT"]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vault_operations_log_filters"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_vaults"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_all"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_all_ex"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_by_id"] = ("""{"user": "USER"}""", "401/20 200/0 200/0 200/0 400/301"),
        ["users.get_current_user"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["storage.get_presigned_url"] = ("""{"url": "s3://bucket/path"}""", "401/20 400/12 400/12 400/12 400/12"),
        ["storage.get_settings"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["storage.reset_settings"] = ("""{"keys": ["aws"]}""", "401/20 403/20 200/0 200/0 200/0"),
        ["storage.set_settings"] = ("""{"azure": {"containers": []}}""", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_preferences"] = ("{}", "401/20 200/0 200/0 200/0 200/0"),
        ["users.get_role_options"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.get_service_users"] = ("{}", "401/20 403/20 200/0 200/0 200/0"),
        ["users.set_preferences"] = ("""{"preferences": {"a": 1}}""", "401/20 200/0 200/0 200/0 200/0"),
        ["users.set_role"] = ("""{"user": "USER", "role": "user"}""", "401/20 403/20 400/301 400/301 400/301"),
        ["users.update"] = ("""{"user": "USER", "name": "Olga Orlova"}""", "401/20 400/301 400/301 200/0 400/301"),
        ["users.update_service_user"] = (
            """{"user": "USER", "name": "Taken over"}""",
            "401/20 403/20 400/301 400/301 400/301"
        ),
    };
}
