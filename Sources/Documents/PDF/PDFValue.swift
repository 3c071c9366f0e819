/// An object of a PDF file (ISO 32000-1 §7.3).
indirect enum PDFValue: Equatable {
    case null
    case boolean(Bool)
    case integer(Int)
    /// A number with a fraction, as it was written.
    case real(String)
    case string([UInt8])
    case name(String)
    case array([PDFValue])
    case dictionary(PDFDictionary)
    case reference(PDFReference)

    var dictionary: PDFDictionary? {
        if case .dictionary(let dictionary) = self { dictionary } else { nil }
    }

    var array: [PDFValue]? {
        if case .array(let values) = self { values } else { nil }
    }

    var reference: PDFReference? {
        if case .reference(let reference) = self { reference } else { nil }
    }

    var integer: Int? {
        if case .integer(let number) = self { number } else { nil }
    }

    var name: String? {
        if case .name(let name) = self { name } else { nil }
    }
}

/// Names another object (§7.3.10).
struct PDFReference: Hashable {
    let number: Int
    let generation: Int
}

/// Entries in the order of the file; of two with one key the first counts (§7.3.7 allows no second).
struct PDFDictionary: Equatable, ExpressibleByDictionaryLiteral {
    struct Entry: Equatable {
        let key: String
        var value: PDFValue
    }

    private(set) var entries: [Entry]

    init(_ entries: [Entry] = []) {
        self.entries = entries
    }

    init(dictionaryLiteral elements: (String, PDFValue)...) {
        entries = elements.map { Entry(key: $0, value: $1) }
    }

    subscript(key: String) -> PDFValue? {
        get { entries.first { $0.key == key }?.value }
        set {
            let place = entries.firstIndex { $0.key == key }
            switch (place, newValue) {
            case (let place?, let value?): entries[place].value = value
            case (let place?, nil): entries.remove(at: place)
            case (nil, let value?): entries.append(Entry(key: key, value: value))
            case (nil, nil): break
            }
        }
    }
}
