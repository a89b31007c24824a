"""The library's forms for signing in, where their errors speak as ours do: each says what to enter."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.totp import forms as totp
from django.core.exceptions import ValidationError

_ASKS = {
    "login": "Enter your work e-mail address",
    "password": "Enter your password",
    "oldpassword": "Enter the password that you have now",
    "password1": "Enter a new password",
    "password2": "Enter the new password again",
    "code": "Enter the code",
}
"""What to say of each field that is left empty."""
_CALLED = {
    "login": "Work e-mail address",
    "password": "Password",
    "oldpassword": "The password that you have now",
    "password1": "New password",
    "password2": "New password again",
    "code": "Security code",
}
_WRONG = "Check your e-mail address and your password: together they are not right"
WORDS = {
    # one sentence for an account that is not there, one that is left, and a wrong password
    "email_password_mismatch": _WRONG,
    "invalid_login": _WRONG,
    "account_inactive": _WRONG,
    "too_many_login_attempts": "Wait before you try again: there were too many wrong attempts",
    "enter_current_password": "Check the password that you have now: this is not it",
    "incorrect_password": "Check your password: this is not it",
    "incorrect_code": "Enter the code that your app shows now: this one is not right, or it was used already",
}
"""What is said in the place of the library's own words, in one voice and never of whether there is an account."""
_NOT_TWICE = "Type the same password twice"


class _Asks:
    """Says of an empty field what to enter."""

    fields: ClassVar[dict[str, Any]]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, field in self.fields.items():
            if name in _ASKS:
                field.label = _CALLED[name]
                field.error_messages["required"] = _ASKS[name]
                field.error_messages["invalid"] = f"{_ASKS[name]}, for example name@example.org"


class Login(_Asks, account.LoginForm):  # type: ignore[misc]  # allauth is untyped
    """Address and password."""


class Change(_Asks, account.ChangePasswordForm):  # type: ignore[misc]
    """The password of now, and a new one twice."""

    def add_error(self, field: str | None, error: Any) -> None:
        """In our words where the second is another: the library has no name for that error."""
        is_other = field == "password2" and not isinstance(error, ValidationError)
        super().add_error(field, _NOT_TWICE if is_other else error)


class Password(_Asks, account.ReauthenticateForm):  # type: ignore[misc]
    """The password once more."""


class Code(_Asks, factor.AuthenticateForm):  # type: ignore[misc]
    """The second factor."""


class CodeAgain(_Asks, factor.ReauthenticateForm):  # type: ignore[misc]
    """The second factor once more."""


class Activate(_Asks, totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new second factor."""
