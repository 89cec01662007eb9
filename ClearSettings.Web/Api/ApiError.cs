namespace ClearSettings.Web.Api;

/// <summary>An error with ClearML's codes; see docs/protocol.md#error-codes.</summary>
/// <param name="Code">HTTP status and result_code.</param>
/// <param name="Text">The error's own name; begins result_msg.</param>
public sealed record ApiError(int Code, int Subcode, string Text, string? Detail = null)
{
    public static readonly ApiError BadPath = new(400, 0, "Bad request", "the path is not /service.action");
    public static readonly ApiError BadJson = new(
        400,
        0,
        "Bad request",
        "the body is not a JSON object, or is nested too deeply"
    );
    public static readonly ApiError BadForm = new(400, 0, "Bad request", "the form cannot be read");
    public static readonly ApiError BadVersion = new(400, 2, "Request path has invalid version");
    public static readonly ApiError BadHeaders = new(
        400,
        5,
        "Invalid headers",
        "Impersonate-As and Act-As cannot be combined"
    );
    public static readonly ApiError Impersonation = new(
        400,
        6,
        "Impersonation error",
        "this caller may not act for another user"
    );
    public static readonly ApiError InvalidId = new(400, 10, "Invalid object id");
    public static readonly ApiError MissingFields = new(400, 11, "Missing required fields");
    public static readonly ApiError Validation = new(400, 12, "Validation error");
    public static readonly ApiError InvalidValue = new(400, 16, "Invalid value");
    public static readonly ApiError BadRegex = new(400, 21, "Malformed regular expression");
    public static readonly ApiError BadEmail = new(400, 22, "Malformed email address");
    public static readonly ApiError TooManyCredentials = new(400, 50, "Maximum number of credentials reached");
    public static readonly ApiError UnknownAccessKey = new(400, 75, "Access key not found");
    public static readonly ApiError NotInTenant = new(400, 92, "Login to a tenant the user is not part of");
    public static readonly ApiError InvalidUser = new(400, 300, "Invalid user");
    public static readonly ApiError InvalidUserId = new(400, 301, "Invalid user id");
    public static readonly ApiError UserIdExists = new(400, 302, "User id exists");
    public static readonly ApiError BadPreference = new(400, 305, "Malformed preference key or value");
    public static readonly ApiError NotUnique = new(400, 801, "Value must be unique");
    public static readonly ApiError BadScheme = new(401, 10, "Unauthorized (bad authentication header type)");
    public static readonly ApiError NoCredentials = new(401, 20, "Unauthorized (missing credentials)");
    public static readonly ApiError MalformedCredentials = new(401, 21, "Unauthorized (malformed credentials)");
    public static readonly ApiError InvalidCredentials = new(
        401,
        22,
        "Unauthorized (invalid credentials)",
        "failed to locate provided credentials"
    );
    public static readonly ApiError InvalidToken = new(401, 30, "Unauthorized (invalid token)");
    public static readonly ApiError RoleNotAllowed = new(403, 20, "Forbidden (role not allowed)");
    public static readonly ApiError CredentialsNotAllowed = new(403, 20, "Forbidden (credentials not allowed)");
    public static readonly ApiError UnknownEndpoint = new(404, 0, "Unknown endpoint");
    public static readonly ApiError TooLarge = new(413, 0, "Request entity too large");
    public static readonly ApiError Compressed = new(
        415,
        0,
        "Unsupported media type",
        "compressed bodies are not accepted"
    );
    public static readonly ApiError Internal = new(500, 0, "General server error");

    /// <summary>Not 503: clients would repeat the call for hours, and someone has to fix this first.</summary>
    public static readonly ApiError DatabaseUnavailable = new(500, 102, "Database unavailable");

    public ApiError With(string detail) => this with { Detail = detail };

    public string Message => Detail is null ? Text : $"{Text} ({Detail})";
}

/// <summary>What an action answers: data, or a refusal.</summary>
public readonly struct ApiResponse
{
    public object? Data { get; private init; }

    public ApiError? Error { get; private init; }

    public static implicit operator ApiResponse(ApiError error) => new() { Error = error };

    /// <param name="json">An object in UTF-8, written before and sent as it is.</param>
    public static ApiResponse Prepared(byte[] json) => new() { Data = new PreparedJson(json) };

    /// <param name="data">Serialized as the envelope's data, which is always an object.</param>
    public static ApiResponse Ok(object data) => new() { Data = data };
}

/// <summary>A page of a long list of IDs, sent while it is written.</summary>
/// <param name="Total">IDs on all pages.</param>
public sealed record StreamedIds(IEnumerable<string> Items, int Total);

/// <summary>JSON that need not be written again.</summary>
public sealed record PreparedJson(byte[] Utf8);
