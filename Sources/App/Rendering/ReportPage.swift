/// A report as one page that needs nothing else: no script, no address, no picture of its own; it prints as it shows.
struct ReportPage {
    let title: String
    /// HTML, from the heading on.
    let body: String

    var text: String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="robots" content="noindex">
        <title>\(title.escaped)</title>
        <style>\(Self.style)</style>
        </head>
        <body>
        <main>
        \(body)
        </main>
        </body>
        </html>

        """
    }

    /// A plot, or a table: where it is wider than the page it scrolls by itself, by key too.
    static func wide(_ name: String, _ content: String, caption: String? = nil) -> String {
        let caption = caption.map { "<figcaption>\($0.escaped)</figcaption>" } ?? ""
        return """
            <figure class="wide" tabindex="0" role="region" aria-label="\(name.escaped)">\(content)\(caption)</figure>
            """
    }

    private static let style = """
        :root{color-scheme:light}body{margin:0;background:#fff;color:#17231f;font:16px/1.5 system-ui,sans-serif}\
        main{max-width:46rem;margin:0 auto;padding:1.5rem 1.2rem 4rem}h1{line-height:1.2;margin:.5rem 0}\
        h2{margin:2.5rem 0 .8rem}h3{margin:0 0 .3rem}.lead{font-size:1.1rem}.small{font-size:.9rem;color:#3c4043}\
        .secret{border-left:4px solid #8a4b00;padding:.3rem .8rem;background:#fdf1dd;color:#5c3200}\
        dl{margin:1.5rem 0;border-top:1px solid #c9cdd2}dl div{display:grid;grid-template-columns:8rem 1fr;gap:1rem;\
        padding:.5rem 0;border-bottom:1px solid #c9cdd2}dt{color:#3c4043}dd{margin:0}figure{margin:0}\
        figcaption{font-size:.9rem;color:#3c4043;margin-bottom:.8rem}svg{max-width:100%;height:auto}.wide{overflow-x:auto}.wide svg{min-width:34rem}\
        table{border-collapse:collapse;font-size:.92rem;font-variant-numeric:tabular-nums}\
        th,td{text-align:right;padding:.25rem .6rem;border-bottom:1px solid #dfe2e5}\
        th[scope=row],th:first-child,.word{text-align:left}th[scope=row]{white-space:nowrap}section{break-inside:avoid;padding:1rem 0;border-top:1px solid #c9cdd2}\
        .pair{display:flex;flex-wrap:wrap;gap:1rem 2rem;align-items:center}\
        @media print{main{max-width:none;padding:0}.wide{overflow:visible}}
        """
}

extension String {
    /// As text or as an attribute's value in HTML.
    var escaped: String {
        unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "&": escaped += "&amp;"
            case "\"": escaped += "&quot;"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
