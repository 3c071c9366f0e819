"""Writes N rows of old certificates: one in a hundred bad in one of ten ways, one in twenty in term, some twice."""

import csv
import random
import sys

rows = int(sys.argv[1])
draw = random.Random(1994)
first = "Ada Grace Zoë Łukasz Юлия Γιώργος 小明 José Anaïs Søren Mary Ann Bob Rosalind Katherine Émile".split()
last = "Lovelace Hopper Müller Żółć Жукова Παπαδόπουλος 王 García O'Brien Kierkegaard Franklin Johnson Noether".split()
cities = "Houston Dallas Zürich Łódź Москва Αθήνα Toronto Boston Seattle Montréal".split()
credentials = ["AAFP Fitness Practitioner", "AAHFRP Post Rehab Specialist", ""]
out = csv.writer(sys.stdout, lineterminator="\r\n")
out.writerow("Certificate No.,Name,E-mail,Program,Credential,Issued,Expires,Status,Status since,City".split(","))


def date(year):
    kind = draw.random()
    if kind < 0.3:
        return str(year)
    month = draw.randint(1, 12)
    return f"{year}-{month:02}" if kind < 0.5 else f"{year}-{month:02}-{draw.randint(1, 28):02}"


for number in range(rows):
    in_term = number % 20 == 7
    year = draw.randint(2024, 2025) if in_term else draw.randint(1994, 2020)
    name = f"{draw.choice(first)} {draw.choice(last)} {number // 3 if number % 50 == 1 else number}"
    email = f"holder{number - (number % 100 == 3)}@example.org" if draw.random() < 0.7 else ""
    state = "revoked" if number % 500 == 11 and not in_term else ""
    row = [
        f"METI {number // 1000:03}-{number % 1000:03}", name, email, "MES", draw.choice(credentials), date(year),
        "none" if in_term and number % 40 == 7 else str(2031 if in_term else year + 2), state,
        str(year + 1) if state else "", draw.choice(cities),
    ]
    if number % 100 == 99:
        match (number // 100) % 10:
            case 0: row[5] = f"{year}-02-31"
            case 1: row[6] = str(year - 1)
            case 2: row[0] = "METI 000-000"
            case 3: row[0] = "OLD 7K3M9QRT2WR"
            case 4: row[5] = "2999"
            case 5: row[2] = "nobody at example"
            case 6: row[3] = "MESS"
            case 7: row[1] = ""
            case 8: row[7] = "lost"
            case 9: row[6] = ""
    out.writerow(row)
