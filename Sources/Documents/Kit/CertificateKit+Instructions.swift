extension CertificateKit {
    /// A page that every computer opens, without anything from elsewhere.
    var instructions: String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>How to check certificate \(id.asHTML)</title>
        <style>
        body { max-width: 42em; margin: 2em auto; padding: 0 1em; font: 16px/1.5 sans-serif; color: #222; background: #fff }
        h1, h2 { line-height: 1.2 } code, pre { background: #f3f3f3; padding: .1em .3em } pre { padding: .7em; overflow: auto }
        td, th { text-align: left; vertical-align: top; padding: .2em 1em .2em 0 }
        </style>
        </head>
        <body>
        <h1>How to check this certificate</h1>
        <p>This folder holds the certificate <strong>\(id.asHTML)</strong>, \(credential.asHTML), issued by
        \(issuer.asHTML). With it you can find out for yourself, on your own computer, whether the certificate is genuine: you
        need nobody's leave and nobody's help, and it works even when the issuer is gone.</p>
        <h2>The quick way</h2>
        <p>Open <a href="\(site.asHTML)/verify/\(id.asHTML)">\(site.asHTML)/verify/\(id.asHTML)</a>. The page says whether the
        certificate holds today. See that the address in your browser is the institute's own.</p>
        <h2>On your own computer</h2>
        <ol>
        <li>Install Python 3.8 or later: <code>python.org</code> has it for Windows and macOS, Linux has it already.</li>
        <li>Open a terminal in this folder. On Windows: click into the address bar of this folder's window, type
        <code>cmd</code> and press Enter.</li>
        <li>Type this once, and press Enter. On Windows write <code>py</code> instead of <code>python3</code>, here and below.
        <pre>python3 -m pip install cryptography</pre></li>
        <li>Then type:
        <pre>python3 check.py</pre></li>
        </ol>
        <p>It prints what the certificate says, and a line for each thing that it looked at: <strong>holds</strong> is good,
        <strong>FAILS</strong> is not, <strong>open</strong> was not looked at and the line says what it would take. The last
        line is the answer. <code>check.py</code> is short and plain, so that whoever knows Python can see that it does what it
        says; without <code>--online</code> it asks nobody.</p>
        <h2>With today's facts</h2>
        <p>What lies in this folder is as old as the folder, and came from whoever gave it to you. To use the institute's own
        keys, today's list of revocations and today's log:</p>
        <pre>python3 check.py --online</pre>
        <p>Or download them yourself, with any browser, and name the files:</p>
        <table>
        <tr><th>What</th><th>Where</th><th>How</th></tr>
        <tr><td>The institute's keys</td><td>\(site.asHTML)/.well-known/did.json</td><td><code>--did did.json</code></td></tr>
        <tr><td>The list of revocations</td><td>the address in the certificate, under credentialStatus</td>
        <td><code>--status FILE</code></td></tr>
        <tr><td>The log's key</td><td>\(site.asHTML)/log/key</td><td><code>--log-key FILE</code></td></tr>
        <tr><td>The log's entries</td><td>\(site.asHTML)/log/entries?start=0, then on from the number after
        <code>next</code></td><td><code>--entries FILE FILE …</code></td></tr>
        </table>
        <h2>That nobody dated it back</h2>
        <p>The institute keeps a public log of everything it issued, in order. If somebody changed that log later, even the
        institute itself, it no longer fits what stands on older papers: every certificate has the log's head of its day in small
        print, like <code>1000:kQ1b…=</code>. Take one from any older certificate of the same institute and type:</p>
        <pre>python3 check.py --online --earlier 1000:kQ1b…=</pre>
        <h2>What is in this folder</h2>
        <table>
        <tr><td>certificate.pdf</td><td>the certificate to look at and to print</td></tr>
        <tr><td>certificate.jwt</td><td>the certificate as it was signed; the PDF carries the same inside</td></tr>
        <tr><td>certificate.json</td><td>the same in another form, signed with another key</td></tr>
        \(proof == nil ? "" : "<tr><td>certificate.tlog-proof</td><td>that it is in the public log</td></tr>")
        \(logKey == nil ? "" : "<tr><td>log-key.txt</td><td>the key of the log</td></tr>")
        \(checkpoint == nil ? "" : "<tr><td>checkpoint.txt</td><td>the log's head, signed, when this folder was packed</td></tr>")
        <tr><td>did.json</td><td>the institute's keys when this folder was packed</td></tr>
        <tr><td>check.py</td><td>the checker</td></tr>
        </table>
        </body>
        </html>

        """
    }
}

extension String {
    fileprivate var asHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;").replacing(
            "\"",
            with: "&quot;"
        )
    }
}
