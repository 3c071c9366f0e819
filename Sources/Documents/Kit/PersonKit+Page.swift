extension PersonKit {
    /// The page: everything of it lies in it, and it asks for nothing from elsewhere.
    package var page: String {
        let told = sections.filter { !$0.rows.isEmpty }
        let empty = sections.filter(\.rows.isEmpty)
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>What \(issuer.asHTML) knows about \(name.asHTML)</title>
            <style>
            \(Self.style)
            </style>
            </head>
            <body>
            <header>
            <p class="issuer">\(issuer.asHTML)</p>
            <h1>What we know about \(name.asHTML)</h1>
            <p class="lead">This is all that we hold about you, as it stood on \(made.asHTML). <a href="person.json">person.json</a>
            holds the same for programs; the files that you brought, and your certificates, lie in folders beside this page. Times are those of our own
            clock.</p>
            <p>If something is wrong, or you want it deleted, write to <a href="mailto:\(contact.asHTML)">\(contact.asHTML)</a>.</p>
            </header>
            <nav aria-label="Contents"><ul>
            \(told.map { "<li><a href=\"#\($0.name)\">\($0.title.asHTML)</a> <span>\($0.rows.count)</span></li>" }
                .joined(separator: "\n"))
            </ul></nav>
            <main>
            \(told.map(Self.section).joined(separator: "\n"))
            \(empty.isEmpty ? "" : Self.nothing(of: empty))
            <section id="kept">
            <h2>How long it is kept</h2>
            <p>What your certificate and the institute's accounts rest on stays. The rest goes by itself:</p>
            \(Self.table(["What", "Goes after", "Why"], kept.map { [$0.what, $0.period, $0.why] }))
            </section>
            <section id="withheld">
            <h2>What is not in here</h2>
            <p>This is held too, and is not handed out in writing.</p>
            \(Self.table(["What", "Why"], withheld.map { [$0.what, $0.why] }))
            </section>
            </main>
            <footer><p>\(issuer.asHTML), \(postalAddress.asHTML)</p></footer>
            </body>
            </html>

            """
    }

    private static func section(_ section: Section) -> String {
        """
        <section id="\(section.name.asHTML)">
        <h2>\(section.title.asHTML)</h2>
        <p>\(section.words.asHTML)</p>
        \(table(section.columns, section.rows))
        </section>
        """
    }

    private static func nothing(of sections: [Section]) -> String {
        """
        <section id="nothing">
        <h2>Where there is nothing</h2>
        <p>We looked here too, and hold nothing of you: \(sections.map(\.title.asHTML).joined(separator: " · ")).</p>
        </section>
        """
    }

    /// Only columns in which something stands; each cell knows its heading, for where there is no room for a table.
    private static func table(_ columns: [String], _ rows: [[String]]) -> String {
        let shown = columns.indices.filter { column in rows.contains { !$0[column].isEmpty } }
        let head = shown.map { "<th scope=\"col\">\(columns[$0].asHTML)</th>" }.joined()
        let body = rows.map { row in
            let cells = shown.map { column in
                let text = row[column]
                let content = isPath(text) ? "<a href=\"\(text.asLink)\">\(text.asHTML)</a>" : text.asHTML
                return
                    "<td data-of=\"\(columns[column].asHTML)\"\(text.isEmpty ? " class=\"none\"" : "")>\(content)</td>"
            }
            return "<tr>\(cells.joined())</tr>"
        }
        return """
            <div class="wide"><table>
            <thead><tr>\(head)</tr></thead>
            <tbody>
            \(body.joined(separator: "\n"))
            </tbody>
            </table></div>
            """
    }

    /// Whether a cell names a file of the archive.
    private static func isPath(_ text: String) -> Bool {
        ["evidence/", "renewals/", "certificates/"].contains { text.hasPrefix($0) }
    }

    private static let style = """
        :root { color-scheme: light dark; --paper: #f7f5f0; --sheet: #fffefb; --ink: #17231f; --quiet: #55625c; --rule: #dcd8cd;
          --brand: #0d5c4b; }
        @media (prefers-color-scheme: dark) { :root { --paper: #101614; --sheet: #18201d; --ink: #e8ede9; --quiet: #a3b0a9;
          --rule: #2c3733; --brand: #7fd1b5; } }
        *, *::before, *::after { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 3rem; max-width: 82rem; background: var(--paper);
          color: var(--ink); font: 400 1rem/1.55 system-ui, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif; }
        h1, h2, .issuer { font-family: "Palatino Linotype", Palatino, "URW Palladio L", "P052", Georgia, serif; line-height: 1.2;
          text-wrap: balance; }
        h1 { font-size: clamp(1.8rem, 1.4rem + 2vw, 2.7rem); margin: 0 0 .8rem; overflow-wrap: anywhere; }
        h2 { font-size: 1.4rem; margin: 0 0 .3rem; }
        .issuer { font-size: 1.1rem; font-weight: 600; color: var(--quiet); margin: 0 0 .6rem; }
        .lead { font-size: 1.1rem; }
        header p { max-width: 46rem; }
        a { color: var(--brand); text-underline-offset: .18em; overflow-wrap: anywhere; }
        nav ul { list-style: none; margin: 1.5rem 0 0; padding: 0; columns: 18rem; column-gap: 2rem; }
        nav li { break-inside: avoid; padding: .2rem 0; }
        nav span { color: var(--quiet); font-variant-numeric: tabular-nums; }
        section { margin-top: 2.5rem; padding-top: 1.5rem; border-top: 1px solid var(--rule); }
        section > p { margin: 0 0 .9rem; color: var(--quiet); max-width: 46rem; }
        .wide { overflow-x: auto; border: 1px solid var(--rule); border-radius: 6px; background: var(--sheet); }
        table { border-collapse: collapse; width: 100%; font-size: .93rem; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; vertical-align: top; padding: .5rem .8rem; border-bottom: 1px solid var(--rule); }
        th { color: var(--quiet); font-weight: 600; white-space: nowrap; }
        td { white-space: pre-line; overflow-wrap: break-word; min-width: 4rem; max-width: 28rem; }
        tbody tr:last-child td { border-bottom: 0; }
        footer { margin-top: 3rem; color: var(--quiet); }
        @media (max-width: 46rem) {
          thead { display: none; }
          table, tbody, tr, td { display: block; }
          tr { padding: .6rem .9rem; border-bottom: 1px solid var(--rule); }
          tbody tr:last-child { border-bottom: 0; }
          td { display: grid; grid-template-columns: 8.5rem 1fr; gap: .8rem; padding: .2rem 0; border: 0; max-width: none;
            overflow-wrap: anywhere; }
          td::before { content: attr(data-of); color: var(--quiet); }
          td.none { display: none; }
        }
        @media print {
          :root { color-scheme: light; --paper: #fff; --sheet: #fff; --ink: #000; --quiet: #444; --rule: #bbb; --brand: #000; }
          body { padding: 0; font-size: 9.5pt; max-width: none; }
          nav { display: none; }
          .wide { overflow: visible; border-radius: 0; }
          table { font-size: 8.5pt; }
          th, td { padding: .25rem .4rem; min-width: 0; }
          th { white-space: normal; }
          tr, h2 { break-inside: avoid; }
          h2, h2 + p { break-after: avoid; }
        }
        """
}

extension String {
    fileprivate var asHTML: String {
        replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
    }

    /// As a relative address: percent-encoded, slashes stay.
    fileprivate var asLink: String {
        utf8.map { octet in
            let isPlain =
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(octet)
                || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(octet)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(octet) || "-._~/".utf8.contains(octet)
            return isPlain
                ? String(UnicodeScalar(octet))
                : "%" + (octet < 16 ? "0" : "") + String(octet, radix: 16, uppercase: true)
        }.joined()
    }
}
