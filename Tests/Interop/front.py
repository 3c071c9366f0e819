"""HTTPS before the service, as did:web asks for, by a certificate of an authority that this run alone trusts."""

import asyncio
import datetime
import os
import pathlib
import ssl
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


class Front:
    """Takes TLS off at https://localhost:PORT and hands every octet on to the service behind it.

    While it is open, SSL_CERT_FILE names its authority: Python's own default, which the verifiers' clients follow.
    """

    def __init__(self, folder, port, behind, days=1):
        """Its certificate holds for so many days before now."""
        self.folder, self.port, self.behind, self.days = pathlib.Path(folder), port, behind, days
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self):
        authority, certificate = self.folder / "authority.pem", self.folder / "front.pem"
        certify(authority, certificate, self.days)
        os.environ["SSL_CERT_FILE"] = str(authority)
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(certificate)
        self.thread.start()
        listening = asyncio.start_server(self.relay, "127.0.0.1", self.port, ssl=tls)
        asyncio.run_coroutine_threadsafe(listening, self.loop).result()
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.hang_up(), self.loop).result()
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()

    async def hang_up(self):
        open_still = asyncio.all_tasks() - {asyncio.current_task()}
        for task in open_still:
            task.cancel()
        await asyncio.gather(*open_still, return_exceptions=True)

    async def relay(self, reader, writer):
        from_service, to_service = await asyncio.open_connection("127.0.0.1", self.behind)
        await asyncio.gather(copy(reader, to_service), copy(from_service, writer))


async def copy(reader, writer):
    """Hands on what comes until one side has enough; either end of a connection ends the other."""
    try:
        while octets := await reader.read(65_536):
            writer.write(octets)
            await writer.drain()
    except ConnectionError:
        pass  # the other side tells its own client
    finally:
        writer.close()


def certify(authority_file, certificate_file, days):
    """Makes an authority, and localhost's certificate with its key; both hold for so many days before now, and one after."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = (
        draft("Interop Test Authority", "Interop Test Authority", authority_key, authority_key, days)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    certificate = (
        draft("localhost", "Interop Test Authority", key, authority_key, days)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(usage(digital_signature=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    authority_file.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    certificate_file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))


def draft(subject, issuer, key, issuer_key, days):
    now = datetime.datetime.now(datetime.timezone.utc)
    return (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=days))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )


def usage(**wanted):
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )
    return x509.KeyUsage(**{name: wanted.get(name, False) for name in names})
