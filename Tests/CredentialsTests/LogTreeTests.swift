import Credentials
import Foundation
import Testing

/// The tree of RFC 9162 §2.1, by the vectors of Certificate Transparency's reference implementation.
@Suite("The log's tree")
struct LogTreeTests {
    /// Eight entries and the roots over the first n of them (certificate-transparency, `merkletree/merkle_tree_test.cc`).
    static let entries = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    ]
    .map { Data(hex: $0) }
    static let roots = [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ].map { Data(hex: $0) }

    static let leaves = entries.map { MerkleHash(leaf: $0) }

    @Test("the roots over the first entries are the reference's")
    func roots() {
        var tree = MerkleTree()
        #expect(tree.root.octets == Self.roots[0])
        for (index, leaf) in Self.leaves.enumerated() {
            tree.append(leaf)
            #expect(tree.root.octets == Self.roots[index + 1])
            #expect(MerkleTree(size: tree.size, frontier: tree.frontier) == tree)
        }
        #expect(MerkleTree(size: 3, frontier: tree.frontier) == nil)
    }

    @Test("proofs of inclusion are the reference's")
    func inclusion() {
        let paths: [(index: Int, size: Int, hashes: [String])] = [
            (0, 1, []),
            (
                0, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                5, 8,
                [
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (2, 3, ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
            (
                1, 5,
                [
                    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ]
        for (index, size, hashes) in paths {
            let proof = Self.hashes(MerkleProof.inclusion(of: index, in: size))
            #expect(proof.map(\.octets) == hashes.map { Data(hex: $0) })
        }
    }

    @Test("every leaf is proved in every size, and no other leaf, place or size is")
    func everyLeaf() {
        for size in 1...8 {
            for index in 0..<size {
                let proof = Self.hashes(MerkleProof.inclusion(of: index, in: size))
                func root(_ leaf: Int, _ index: Int, _ size: Int, _ proof: [MerkleHash]) -> Data? {
                    MerkleProof.root(of: Self.leaves[leaf], at: index, in: size, by: proof)?.octets
                }
                #expect(root(index, index, size, proof) == Self.roots[size])
                #expect(root((index + 1) % 8, index, size, proof) != Self.roots[size])
                #expect(root(index, size, size, proof) == nil)
                #expect(root(index, -1, size, proof) == nil)
                #expect(root(index, index, size, proof + [Self.leaves[0]]) == nil)
                if !proof.isEmpty { #expect(root(index, index, size, proof.dropLast()) == nil) }
            }
        }
    }

    @Test("proofs of consistency are the reference's")
    func consistency() {
        let proofs: [(old: Int, size: Int, hashes: [String])] = [
            (1, 1, []),
            (
                1, 8,
                [
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ]
            ),
            (
                6, 8,
                [
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ]
            ),
            (
                2, 5,
                [
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ]
            ),
        ]
        for (old, size, hashes) in proofs {
            let proof = Self.hashes(MerkleProof.consistency(from: old, to: size))
            #expect(proof.map(\.octets) == hashes.map { Data(hex: $0) })
        }
    }

    @Test("every size goes on from every smaller one, and from no other tree")
    func everySize() throws {
        let roots = try Self.roots.map { try #require(MerkleHash(octets: $0)) }
        for size in 0...8 {
            for old in 0...size {
                let proof = Self.hashes(MerkleProof.consistency(from: old, to: size))
                func holds(_ oldRoot: MerkleHash, _ root: MerkleHash, _ proof: [MerkleHash]) -> Bool {
                    MerkleProof.isConsistent(from: old, oldRoot, to: size, root, by: proof)
                }
                #expect(holds(roots[old], roots[size], proof))
                #expect(!holds(Self.leaves[6], roots[size], proof))
                #expect(!holds(roots[old], roots[size], proof + [Self.leaves[0]]))
                if old > 0 { #expect(!holds(roots[old], Self.leaves[6], proof)) }
                if !proof.isEmpty { #expect(!holds(roots[old], roots[size], proof.dropLast())) }
            }
        }
        #expect(!MerkleProof.isConsistent(from: 3, roots[3], to: 2, roots[2], by: []))
    }

    /// What subtrees of the eight leaves hash to, by the definition alone (§2.1.1).
    static func hashes(_ ranges: [Range<Int>]) -> [MerkleHash] { ranges.map(hash) }

    private static func hash(_ range: Range<Int>) -> MerkleHash {
        guard range.count > 1 else { return leaves[range.lowerBound] }
        var split = 1
        while split * 2 < range.count { split *= 2 }
        let middle = range.lowerBound + split
        return MerkleHash(hash(range.lowerBound..<middle), hash(middle..<range.upperBound))
    }
}

extension Data {
    init(hex text: String) {
        let digits = Array(text)
        self.init(
            stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...$0 + 1]), radix: 16) }
        )
    }
}
