"""What the mail server of a proof does wrong, by the step of SMTP at which it does."""

FAULTS = {
    "banner": ["close", "421 4.3.2 Closing", "554 5.3.2 Not today"],
    "ehlo": ["close", "421 4.3.2 Closing", "strip"],
    "starttls": ["close", "454 4.7.0 No TLS now", "lie"],
    "auth": ["close", "454 4.7.0 No AUTH now", "535 5.7.8 Who are you"],
    "mail": ["close", "421 4.3.2 Closing", "451 4.3.0 Later"],
    "rcpt": ["close", "421 4.3.2 Closing", "450 4.2.0 Later", "451 4.7.1 Greylisted"],
    "data": ["close", "421 4.3.2 Closing", "451 4.3.0 Later"],
    "body": ["close"],
    "dot": ["close", "421 4.3.2 Closing", "451 4.3.0 Later", "452 4.3.1 No room"],
}
