/**
 * A certificate of our own for 127.0.0.1, for which no authority vouches, and its key, which protects nothing
 * (openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500).
 */
export const SELF_SIGNED = {
  key: `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgqpIbQCplcfSfn/Pn
rD+Gwa7MAWXpokQ7O6yNq3xkjVShRANCAARqPpNacuduMwLsR+/ARqFeRsIrzUPX
QqNpo2uVahDh8Ufgdup5mIpkezHozCLm0n7+1XdYhaiwt5wDuqS1RgrD
-----END PRIVATE KEY-----
`,
  cert: `-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIUC+LRJgRzNhxZjHXhH3G2w+vOn3gwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjIwMjYwMVoYDzIxMjYxMDI5
MjAyNjAxWjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARqPpNacuduMwLsR+/ARqFeRsIrzUPXQqNpo2uVahDh8Ufgdup5mIpk
ezHozCLm0n7+1XdYhaiwt5wDuqS1RgrDo2QwYjAdBgNVHQ4EFgQU6PLn7687goVw
vCHe48PDZ/rUSjUwHwYDVR0jBBgwFoAU6PLn7687goVwvCHe48PDZ/rUSjUwDwYD
VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0gAMEUC
IQDMCR2f11sHlULIZoehYFFzwEcnV7Zvl8MaVRiXo+tB4AIgHI+eWTXFRUz9ayZr
oH9IwWcDbCNIdLScoebJQTfnv6I=
-----END CERTIFICATE-----
`,
};
