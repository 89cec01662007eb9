using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace ClearSettings.Domain.Secrets;

/// <summary>Wraps Data Protection's key ring with the master key before it goes into the database.</summary>
internal sealed class KeyRingEncryptor(MasterKey masterKey) : IXmlEncryptor
{
    public EncryptedXmlInfo Encrypt(XElement plaintextElement) =>
        new(
            new XElement(
                "wrapped",
                Convert.ToBase64String(
                    masterKey.Wrap(Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting)))
                )
            ),
            typeof(KeyRingDecryptor)
        );
}

/// <summary>Named in the stored XML, which Data Protection instantiates by that name: do not rename or move.</summary>
public sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement) =>
        XElement.Parse(
            Encoding.UTF8.GetString(
                services.GetRequiredService<MasterKey>().Unwrap(Convert.FromBase64String(encryptedElement.Value))
            )
        );
}
