"""The library's forms for signing in, where their errors speak as ours do: each says what to enter."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp

_ASKS = {
    "login": "Enter your work e-mail address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you have now",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
    "code": "Enter the code",
}
"""What to say of each field that is left empty."""


class _Asks:
    """Says of an empty field what to enter."""

    fields: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name in _ASKS:
                field.error_messages["required"] = _ASKS[name]


class Login(_Asks, account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Address and password."""


class Change(_Asks, account.ChangePasswordForm):  # type: ignore[misc]
    """The password of now, and a new one twice."""


class Password(_Asks, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class Code(_Asks, factor.AuthenticateForm):  # type: ignore[misc]
    """The second factor."""


class CodeAgain(_Asks, factor.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more."""


class Activate(_Asks, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""
