extension String {
    /// Whether this has the form of a language tag (BCP 47); whether such a language exists is not asked.
    var isLanguageTag: Bool {
        utf8.count <= 35 && wholeMatch(of: /[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*/) != nil
    }
}
